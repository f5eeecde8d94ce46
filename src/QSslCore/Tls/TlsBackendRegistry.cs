using QSslCore.Tls.Plugins;

namespace QSslCore.Tls;

/// <summary>The backends of this process, and the one that is used by default.</summary>
internal static partial class TlsBackendRegistry
{
    private static readonly TlsBackendSelection s_process = new(() => [OpenSsl(), Platform()], () =>
        PluginLoader.Places.SelectMany(PluginLoader.Load));

    /// <summary>All that can be used, the preferred one first.</summary>
    public static IReadOnlyList<TlsBackend> Available => s_process.Available;

    /// <summary>What was found and cannot be used, or was looked for and not found.</summary>
    public static IReadOnlyList<TlsBackendCandidate> Unusable => s_process.Unusable;

    /// <summary>The process default, for use: from now on it is no other.</summary>
    public static TlsBackend Active => s_process.Active;

    /// <summary>The process default as it would be now; nothing is settled by the question.</summary>
    public static TlsBackend Current => s_process.Current;

    /// <summary>A sentence that says why there is no TLS and what to install; empty when there is.</summary>
    public static string Absence => s_process.Absence;

    /// <summary>The backend of that name, or the active one for the empty name; null when there is none.</summary>
    public static TlsBackend? Find(string name) => s_process.Find(name);

    /// <summary>The same, to look at it: nothing is settled by the question.</summary>
    public static TlsBackend? Peek(string name) => s_process.Peek(name);

    /// <summary>Chooses the process default, as long as none has been used; if not, a sentence says why.</summary>
    public static bool TryChoose(string name, out string refusal) => s_process.TryChoose(name, out refusal);

    /// <summary>Why there is no backend of that name, as a sentence.</summary>
    public static string Describe(string name) => s_process.Describe(name);

    // Each is in the folder of its backend, the only place that knows the types of the backend.
    private static partial TlsBackendCandidate OpenSsl();

    private static partial TlsBackendCandidate Platform();
}
