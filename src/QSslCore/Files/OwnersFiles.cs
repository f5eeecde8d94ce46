using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace QSslCore.Files;

/// <summary>
/// Files and directories that their owner alone may read: by their mode on Unix, and by a protected access list on Windows, which inherits
/// nothing. The system and its administrators, who may take any file, are in that list, so that backups go on.
/// </summary>
internal static class OwnersFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes a file for writing.</summary>
    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be made.</exception>
    public static FileStream Create(string path) => OperatingSystem.IsWindows()
        ? new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Write | FileSystemRights.Read, FileShare.Read, bufferSize: 4096,
            FileOptions.None, Secure(new FileSecurity(), InheritanceFlags.None))
        : new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });

    /// <summary>Makes a directory, and those above it that are missing, unless it is there.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be made.</exception>
    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Secure(new DirectorySecurity(), InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit).CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    [SupportedOSPlatform("windows")]
    private static TSecurity Secure<TSecurity>(TSecurity security, InheritanceFlags inheritance)
        where TSecurity : FileSystemSecurity
    {
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        SecurityIdentifier[] allowed =
        [
            user.User!, new(WellKnownSidType.LocalSystemSid, null), new(WellKnownSidType.BuiltinAdministratorsSid, null),
        ];
        foreach (SecurityIdentifier sid in allowed)
        {
            security.AddAccessRule(new FileSystemAccessRule(
                sid, FileSystemRights.FullControl, inheritance, PropagationFlags.None, AccessControlType.Allow));
        }
        return security;
    }
}
