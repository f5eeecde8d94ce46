using System.Security.Cryptography;
using QSslCore.Files;

namespace QSslModule;

/// <summary>The key for the exported sessions of this user. It is in a file in the user's data folder, and is created when it is first
/// needed.</summary>
internal static class SessionKey
{
    private const int Length = 32;

    /// <summary>The path of the key.</summary>
    /// <exception cref="IOException">This user has no data folder.</exception>
    public static string Place
    {
        get
        {
            string folder = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return folder.Length > 0
                ? Path.Combine(folder, "QSslModule", "session.key")
                : throw new IOException("This user has no folder for data (HOME or XDG_DATA_HOME) to keep the key of exported sessions "
                    + "in.");
        }
    }

    /// <summary>Returns the key, or null if it does not exist yet.</summary>
    /// <exception cref="IOException">The key cannot be read, or other users may have placed it there.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the key is denied.</exception>
    public static byte[]? Find()
    {
        string place = Place;
        if (!File.Exists(place))
            return null;
        Check(place);
        byte[] key = File.ReadAllBytes(place);
        return key.Length == Length
            ? key
            : throw new IOException($"'{place}' holds no key for exported sessions: remove it, and export the sessions anew.");
    }

    /// <summary>Returns the key, and creates it if it does not exist.</summary>
    /// <exception cref="IOException">The key cannot be read or written, or other users may have placed it there.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the key is denied.</exception>
    public static byte[] FindOrMake()
    {
        if (Find() is { } found)
            return found;
        string place = Place, folder = Path.GetDirectoryName(place)!;
        OwnersFiles.CreateDirectory(folder);
        Check(folder);
        byte[] made = RandomNumberGenerator.GetBytes(Length);
        try
        {
            using OutputFile file = OutputFile.Stage(place, made, isSecret: true, mayReplace: false);
            file.Commit();
            return made;
        }
        catch (IOException) when (File.Exists(place))
        {
            // Another process was faster. Its key counts.
            return Find()!;
        }
    }

    private static void Check(string place)
    {
        if (TrustedPath.Here.Fault(place) is { } fault)
        {
            throw new IOException(
                $"The key of exported sessions cannot be trusted: {fault}. Under sudo, HOME has to be root's own (sudo -H).");
        }
    }
}
