using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace QSslCore.Files;

/// <summary>
/// Creates files and directories that only their owner may read: by their mode on Unix, and by a protected access list on Windows, which
/// inherits nothing. The list includes the system and its administrators, who have access to every file anyway, so that backups work.
/// </summary>
internal static class OwnersFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates a file for writing.</summary>
    /// <exception cref="IOException">The file already exists, or it cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static FileStream Create(string path) => OperatingSystem.IsWindows()
        ? new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.Write | FileSystemRights.Read, FileShare.Read, bufferSize: 4096,
            FileOptions.None, Secure(new FileSecurity(), InheritanceFlags.None))
        : new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });

    /// <summary>Creates a directory and its missing parents if it does not exist.</summary>
    /// <exception cref="IOException">The directory cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
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
