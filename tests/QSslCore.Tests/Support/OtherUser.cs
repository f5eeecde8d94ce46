using System.Runtime.InteropServices;
using QSslCore.Files;

namespace QSslCore.Tests.Support;

/// <summary>Gives files to another user. Only root can do that, so the test is skipped by name for other users.</summary>
internal static partial class OtherUser
{
    private const uint Number = 65534;

    public static void Require()
    {
        if (OperatingSystem.IsWindows() || FileStatus.User != 0)
            Assert.Skip("needs root, to make files of another user");
    }

    /// <summary>Changes the owner of a file, a directory or a link itself, and not of the target of a link.</summary>
    public static void Give(string path) => Assert.Equal(0, lchown(path, Number, Number));

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, uint owner, uint group);
}
