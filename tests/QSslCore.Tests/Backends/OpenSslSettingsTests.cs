using System.Runtime.Versioning;
using QSslCore.Tests.Support;
using QSslCore.Tls;

namespace QSslCore.Tests.Backends;

/// <summary>A configuration of OpenSSL names libraries to load: one that others may have written is code of theirs.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class OpenSslSettingsTests
{
    private const UnixFileMode All = (UnixFileMode)0b111_111_111;

    [Theory]
    [InlineData("OPENSSL_CONF")]
    [InlineData("OPENSSL_CONF_INCLUDE")]
    [InlineData("OPENSSL_MODULES")]
    [InlineData("OPENSSL_ENGINES")]
    public void Settings_that_others_may_have_changed_leave_OpenSSL_unused(string variable)
    {
        RequireModes();
        using TestFiles files = new();
        string place = files.Write("folder/openssl.cnf", "");
        string? Named(string name) => name == variable ? place : null;
        Assert.Null(OpenSslSettings.Distrust(Named));
        File.SetUnixFileMode(Path.GetDirectoryName(place)!, All);
        string? said = OpenSslSettings.Distrust(Named);
        Assert.Contains($"'{place}', which the environment variable {variable} names: other users may write ", said,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("/dev/null")]
    public void No_settings_are_no_fault(string? named)
    {
        RequireModes();
        Assert.Null(OpenSslSettings.Distrust(_ => named));
    }

    [Fact]
    public void Settings_of_another_user_leave_OpenSSL_unused()
    {
        OtherUser.Require();
        using TestFiles files = new();
        string place = files.Write("openssl.cnf", "");
        OtherUser.Give(place);
        Assert.Contains("belongs to another user", OpenSslSettings.Distrust(_ => place), StringComparison.Ordinal);
    }

    /// <summary>A library may be built for a place that is missing, and that each user can make.</summary>
    [Fact]
    public void A_library_that_was_built_to_look_where_others_may_write_is_not_used()
    {
        RequireModes();
        using TestFiles files = new();
        string good = Directory.CreateDirectory(files.PathOf("good")).FullName,
            open = Directory.CreateDirectory(files.PathOf("open")).FullName;
        File.SetUnixFileMode(open, All);
        string? Text(int number) => number switch
        {
            4 => $"OPENSSLDIR: \"{good}\"",
            5 => "ENGINESDIR: N/A",
            8 => $"MODULESDIR: \"{open}/missing\"",
            _ => null,
        };
        Assert.Contains($"'{open}/missing', which it was built to read: other users may write",
            OpenSslSettings.DistrustBuilt(Text, _ => null),
            StringComparison.Ordinal);
        Assert.Null(OpenSslSettings.DistrustBuilt(Text, name => name == "OPENSSL_MODULES" ? good : null));
        Assert.Null(OpenSslSettings.DistrustBuilt(_ => null, _ => null));
    }

    private static void RequireModes()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs modes of files, which Windows does not have");
    }
}
