using System.Security.AccessControl;
using System.Security.Principal;
using QSslCore.Files;
using QSslCore.Sockets;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Files;

/// <summary>What holds secrets is for its owner's eyes.</summary>
public sealed class OwnersFilesTests
{
    [Fact]
    public void A_file_is_made_for_its_owner_and_never_over_another()
    {
        using TestFiles files = new();
        string path = files.PathOf("secret");
        using (FileStream file = OwnersFiles.Create(path))
            file.Write("one"u8);
        Check(path);
        Assert.Throws<IOException>(() => OwnersFiles.Create(path));
        Assert.Equal("one", File.ReadAllText(path));
    }

    [Fact]
    public void A_directory_is_made_for_its_owner_and_so_is_what_is_in_it()
    {
        using TestFiles files = new();
        string path = files.PathOf("folder");
        OwnersFiles.CreateDirectory(path);
        OwnersFiles.CreateDirectory(path);
        if (OperatingSystem.IsWindows())
        {
            string inside = Path.Combine(path, "inside");
            File.WriteAllText(inside, "x");
            Check(path);
            CheckRules(new FileInfo(inside).GetAccessControl());
        }
        else
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path));
        }
    }

    [Fact]
    public void A_key_log_is_made_for_its_owner_with_line_feeds_alone()
    {
        using TestFiles files = new();
        string path = files.PathOf("keys.log");
        List<string> warnings = [];
        KeyLogFile log = new(path, warnings.Add);
        log.Append("CLIENT_RANDOM a b");
        log.Append("CLIENT_RANDOM c d");
        Assert.Empty(warnings);
        Assert.Equal("CLIENT_RANDOM a b\nCLIENT_RANDOM c d\n"u8.ToArray(), File.ReadAllBytes(path));
        Check(path);
    }

    private static void Check(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            return;
        }
        Needs.RealWindows("access lists of files");
        FileSystemSecurity security = Directory.Exists(path)
            ? new DirectoryInfo(path).GetAccessControl()
            : new FileInfo(path).GetAccessControl();
        Assert.True(security.AreAccessRulesProtected);
        CheckRules(security);
    }

    private static void CheckRules(FileSystemSecurity security)
    {
        if (!OperatingSystem.IsWindows())
            return;
        Needs.RealWindows("access lists of files");
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        string[] allowed = [user.User!.Value, "S-1-5-18", "S-1-5-32-544"];
        FileSystemAccessRule[] rules =
            [.. security.GetAccessRules(true, true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()];
        Assert.NotEmpty(rules);
        foreach (FileSystemAccessRule rule in rules)
            Assert.Contains(rule.IdentityReference.Value, allowed);
    }
}
