using System.Security.Cryptography;
using QSslCore.Files;

namespace QSslModule;

/// <summary>The key under which this user's sessions are exported: in a file of the user's data folder, made where there is none.</summary>
internal static class SessionKey
{
    private const int Length = 32;

    /// <summary>Where the key is.</summary>
    /// <exception cref="IOException">This user has no folder for data.</exception>
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

    /// <summary>The key, or null where none was made yet.</summary>
    /// <exception cref="IOException">It cannot be read, or other users may have put it there.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
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

    /// <summary>The key, made where there is none.</summary>
    /// <exception cref="IOException">It cannot be read or written, or other users may have put it there.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read or written.</exception>
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
            // Another process was faster, and its key is the one.
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
