using System.Globalization;
using System.Text;

namespace QSslCore;

/// <summary>The system's authorities as they were at one time. As long as nothing changes, all users have the same object, so what is
/// made of it can be kept by reference. Immutable.</summary>
/// <param name="Places">Where the authorities lie in files.</param>
/// <param name="State">When each of these files was changed last.</param>
/// <param name="Stored">The authorities themselves, where they do not lie in files.</param>
internal sealed record SystemRootSet(SystemRootPlaces Places, string State, QSslCertificate[] Stored)
{
    /// <summary>Reads every authority, each once.</summary>
    public IReadOnlyList<QSslCertificate> Load() => Places.IsEmpty ? Stored : Places.Load();

    public bool Equals(SystemRootSet? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>Whether there is still nothing else in these places.</summary>
    public bool IsStill(SystemRootPlaces places, string state, QSslCertificate[] stored) => State == state
        && Places.Directories.SequenceEqual(places.Directories) && Places.Files.SequenceEqual(places.Files)
        && Stored.AsSpan().SequenceEqual(stored);

    /// <summary>Size and times of each file in these places, whose links are followed.</summary>
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
