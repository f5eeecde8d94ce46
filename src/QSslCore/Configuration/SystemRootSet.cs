using System.Globalization;
using System.Text;

namespace QSslCore;

/// <summary>The authorities of the system at one time. As long as nothing changes, all callers get the same object, so they can cache
/// results by reference. This type is immutable.</summary>
/// <param name="Places">The places of the authorities in files.</param>
/// <param name="State">The sizes and times of these files.</param>
/// <param name="Stored">The authorities themselves if they are not in files.</param>
internal sealed record SystemRootSet(SystemRootPlaces Places, string State, QSslCertificate[] Stored)
{
    /// <summary>Reads every authority, each once.</summary>
    public IReadOnlyList<QSslCertificate> Load() => Places.IsEmpty ? Stored : Places.Load();

    public bool Equals(SystemRootSet? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Determines whether these places are unchanged.</summary>
    public bool IsStill(SystemRootPlaces places, string state, QSslCertificate[] stored) => State == state
        && Places.Directories.SequenceEqual(places.Directories) && Places.Files.SequenceEqual(places.Files)
        && Stored.AsSpan().SequenceEqual(stored);

    /// <summary>Returns the size and the times of each file in these places. Links are followed.</summary>
    public static string StateOf(SystemRootPlaces places)
    {
        StringBuilder state = new();
        foreach (string path in places.CandidateFiles())
        {
            FileInfo file = new(SystemRootPlaces.FinalPath(path));
            state.Append(CultureInfo.InvariantCulture, $"{path}\n");
            if (file.Exists)
                state.Append(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks} {file.CreationTimeUtc.Ticks}\n");
        }
        return state.ToString();
    }
}
