using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using QSslCore.Files;
using QSslCore.Tests.Support;

namespace QSslCore.Tests.Files;

/// <summary>May other users have changed a file? The rules over facts that are made up, and over files of this machine.</summary>
public sealed class TrustedPathTests
{
    private static readonly FileFacts s_own = new();
    private static readonly FileFacts s_foreign = new(ForeignOwner: "another user (number 7)");
    private static readonly FileFacts s_open = new(OpenTo: "its mode is 777");
    private static readonly FileFacts s_sticky = new(OpenTo: "its mode is 1777", KeepsEntries: true);

    public static TheoryData<string, string> Faults => new()
    {
        { "/own/file", "" },
        { "/own/foreign", "belongs to another user (number 7)" },
        { "/own/open", "other users may write" },
        { "/foreign/own", "belongs to another user (number 7)" },
        { "/open/own", "other users may write" },
        { "/sticky/own", "" },
        { "/sticky/foreign", "belongs to another user (number 7)" },
        { "/sticky/open", "other users may write" },
        { "/sticky/missing", "other users may write" },
        { "/sticky", "other users may write" },
        { "/own/missing", "" },
        { "/own/missing/file", "" },
        { "/own/link>/sticky/own", "" },
        { "/own/link>../open/own", "other users may write" },
        { "/own/link>/sticky/foreign", "belongs to another user (number 7)" },
        { "/own/link>/own/../sticky/./own", "" },
        { "/own/link>link", "too many links" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Others_may_have_changed_what_they_own_or_may_write_or_reach(string path, string fault)
    {
        string[] parts = path.Split('>');
        TrustedPath judge = new(at => Path.GetFileName(at.TrimEnd(Path.DirectorySeparatorChar)) switch
        {
            "" or "own" or "file" => s_own,
            "foreign" => s_foreign,
            "open" => s_open,
            "sticky" => s_sticky,
            "link" => new(LinkTarget: parts[1]),
            _ => null,
        });
        string? found = judge.Fault(parts[0]);
        if (fault.Length == 0)
            Assert.Null(found);
        else
            Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    /// <summary>The parent of what a link leads to is not the parent of the link.</summary>
    [Fact]
    public void A_way_back_through_a_link_goes_where_the_system_goes()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows takes '..' out of a path before it looks at links");
        List<string> seen = [];
        TrustedPath judge = new(at =>
        {
            seen.Add(at);
            return at == "/own/link" ? new(LinkTarget: "/far/away") : s_own;
        });
        Assert.Null(judge.Fault("/own/link/../file"));
        Assert.Equal("/far/file", seen[^1]);
        Assert.DoesNotContain("/own/file", seen);
    }

    [Fact]
    public void What_cannot_be_looked_at_is_no_good()
    {
        Assert.Contains("cannot be found out", new TrustedPath(_ => throw new IOException("No.")).Fault("/a"), StringComparison.Ordinal);
        Assert.Contains("cannot be found out", TrustedPath.Here.Fault("a\0b"), StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Files_of_this_machine_are_judged_by_mode_and_owner()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("needs modes of files, which Windows does not have");
        using TestFiles files = new();
        string file = files.Write("folder/file", "");
        Assert.Null(TrustedPath.Here.Fault(file));
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_000);
        Assert.Contains("its mode is 660", TrustedPath.Here.Fault(file), StringComparison.Ordinal);
        File.SetUnixFileMode(file, (UnixFileMode)0b110_000_000);
        File.SetUnixFileMode(Path.GetDirectoryName(file)!, (UnixFileMode)0b111_101_111);
        Assert.Contains("its mode is 757", TrustedPath.Here.Fault(file), StringComparison.Ordinal);
        File.SetUnixFileMode(Path.GetDirectoryName(file)!, (UnixFileMode)0b001_111_101_111);
        Assert.Null(TrustedPath.Here.Fault(file));
        Assert.Contains("its mode is 1757", TrustedPath.Here.Fault(Path.GetDirectoryName(file)!), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_a_directory_and_a_link_of_another_user_are_told()
    {
        OtherUser.Require();
        using TestFiles files = new();
        string file = files.Write("folder/file", ""), link = files.PathOf("link");
        File.CreateSymbolicLink(link, file);
        Assert.Null(TrustedPath.Here.Fault(link));
        Assert.Null(TrustedPath.Here.PlantedLink(link));
        Assert.Equal(file, TrustedPath.Here.Real(link));
        Assert.Equal(files.PathOf("new"), TrustedPath.Here.Real(files.PathOf("new")));
        Assert.Throws<DirectoryNotFoundException>(() => TrustedPath.Here.Real(files.PathOf("no/such/file")));
        OtherUser.Give(link);
        Assert.Throws<IOException>(() => TrustedPath.Here.Real(link));
        Assert.Contains($"'{link}' belongs to another user", TrustedPath.Here.Fault(link), StringComparison.Ordinal);
        Assert.Contains($"'{link}' is a link that belongs to another user", TrustedPath.Here.PlantedLink(link), StringComparison.Ordinal);
        Assert.Null(TrustedPath.Here.Fault(file));
        OtherUser.Give(file);
        Assert.Contains($"'{file}' belongs to another user", TrustedPath.Here.Fault(file), StringComparison.Ordinal);
        Assert.Null(TrustedPath.Here.PlantedLink(file));
    }

    /// <summary>What others write into it is gone.</summary>
    [Fact]
    public void A_device_that_all_may_write_is_no_fault()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("there is no such device on Windows");
        Assert.Null(TrustedPath.Here.Fault("/dev/null"));
    }

    [Fact]
    public void A_file_that_was_put_into_the_place_of_an_open_one_is_told()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("an open file keeps its place on Windows");
        using TestFiles files = new();
        string path = files.Write("file", "");
        using SafeFileHandle open = File.OpenHandle(path);
        Assert.True(UnixFiles.IsAt(open, path));
        files.Write("other", "");
        File.Move(files.PathOf("other"), path, overwrite: true);
        Assert.False(UnixFiles.IsAt(open, path));
        File.Delete(path);
        Assert.False(UnixFiles.IsAt(open, path));
    }

    [Theory]
    [InlineData("S-1-5-21-1-1001", "S-1-5-32-545", 0x1200a9u, "", true)] // Users may read and run.
    [InlineData("S-1-5-18", "S-1-5-11", 0x4u, "S-1-5-11", true)] // As on the root of a drive: others add, and replace nothing.
    [InlineData("S-1-5-32-544", "S-1-5-11", 0x1301bfu, "S-1-5-11", false)] // Modify.
    [InlineData("S-1-5-32-544", "S-1-1-0", 0x40000u, "S-1-1-0", false)] // To change the list is to have every right.
    [InlineData("S-1-5-32-544", "S-1-5-21-1-1001", 0x1f01ffu, "", true)] // This user's own.
    public void An_access_list_is_judged_by_what_it_gives_to_others(string owner, string sid, uint rights, string giver, bool keeps)
    {
        FileFacts facts = WindowsFiles.Judge(owner, [new(sid, rights)], "S-1-5-21-1-1001", isDirectory: true);
        Assert.Equal((null, keeps), (facts.ForeignOwner, facts.KeepsEntries));
        Assert.Equal(giver.Length == 0, facts.OpenTo is null);
        Assert.Contains(giver, facts.OpenTo ?? "", StringComparison.Ordinal);
        Assert.Contains("S-1-5-21-1-1002", WindowsFiles.Judge("S-1-5-21-1-1002", [], "S-1-5-21-1-1001", false).ForeignOwner,
            StringComparison.Ordinal);
        Assert.Contains("unknown", WindowsFiles.Judge("", [], "S-1-5-21-1-1001", false).ForeignOwner, StringComparison.Ordinal);
    }
}
