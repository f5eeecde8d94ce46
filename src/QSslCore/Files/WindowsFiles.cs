using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace QSslCore.Files;

/// <summary>Determines from the owner and the access list who may change a file on Windows.</summary>
internal static class WindowsFiles
{
    // FILE_WRITE_DATA and FILE_APPEND_DATA: in a directory, the right to add files and directories.
    private const uint Add = 0x2 | 0x4;

    // FILE_DELETE_CHILD, DELETE, WRITE_DAC, WRITE_OWNER, GENERIC_ALL, GENERIC_WRITE.
    private const uint Replace = 0x40 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000;

    /// <summary>The system, its administrators and its installer. The owner is examined separately.</summary>
    private static readonly HashSet<string> s_administrators =
    [
        "S-1-5-18", "S-1-5-32-544", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464", "S-1-3-0", "S-1-3-4",
    ];

    [SupportedOSPlatform("windows")]
    public static FileFacts? Look(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        if (!info.Exists && info.LinkTarget is null)
            return null;
        FileSystemSecurity security = info is DirectoryInfo directory ? directory.GetAccessControl() : ((FileInfo)info).GetAccessControl();
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        // Entries that deny are ignored, because another entry may grant the same right through a group.
        IEnumerable<AccessEntry> entries = security
            .GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier))
            .Cast<FileSystemAccessRule>()
            .Where(rule => rule.AccessControlType == AccessControlType.Allow)
            .Where(rule => !rule.PropagationFlags.HasFlag(PropagationFlags.InheritOnly))
            .Select(rule => new AccessEntry(rule.IdentityReference.Value, (uint)rule.FileSystemRights));
        string owner = security.GetOwner(typeof(SecurityIdentifier))?.Value ?? "";
        return Judge(owner, entries, user.User?.Value ?? "", info is DirectoryInfo) with { LinkTarget = info.LinkTarget };
    }

    /// <summary>Returns the facts from an access list.</summary>
    public static FileFacts Judge(string owner, IEnumerable<AccessEntry> allowed, string user, bool isDirectory)
    {
        AccessEntry[] others = [.. allowed.Where(entry => !IsTrusted(entry.Sid) && (entry.Rights & (Add | Replace)) != 0)];
        return new(
            IsTrusted(owner) ? null : $"another user ({(owner.Length > 0 ? owner : "unknown")})",
            others.Length == 0 ? null : $"its access list gives {others[0].Sid} the right",
            isDirectory && Array.TrueForAll(others, entry => (entry.Rights & Replace) == 0));

        bool IsTrusted(string sid) => sid.Length > 0 && (sid == user || s_administrators.Contains(sid));
    }
}
