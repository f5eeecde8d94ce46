using System.Runtime.InteropServices;
using QSslCore.Files;

namespace QSslCore.Tests.Support;

/// <summary>Gives files to another user, which only the administrator can; a test is skipped by name without.</summary>
internal static partial class OtherUser
{
    private const uint Number = 65534;

    public static void Require()
    {
        if (OperatingSystem.IsWindows() || FileStatus.User != 0)
            Assert.Skip("needs root, to make files of another user");
    }

    /// <summary>Gives a file, a directory or a link away; not what a link leads to.</summary>
    public static void Give(string path) => Assert.Equal(0, lchown(path, Number, Number));

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, uint owner, uint group);
}
