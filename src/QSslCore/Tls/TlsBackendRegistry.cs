using QSslCore.Tls.Plugins;

namespace QSslCore.Tls;

/// <summary>The backends of this process, and the default backend.</summary>
internal static partial class TlsBackendRegistry
{
    private static readonly TlsBackendSelection s_process = new(() => [OpenSsl(), Platform()], () =>
        PluginLoader.Places.SelectMany(PluginLoader.Load));

    /// <summary>All backends that can be used, the preferred one first.</summary>
    public static IReadOnlyList<TlsBackend> Available => s_process.Available;

    /// <summary>The backends that were found but cannot be used, or that were not found.</summary>
    public static IReadOnlyList<TlsBackendCandidate> Unusable => s_process.Unusable;

    /// <summary>The process default, for use. After this call the default does not change any more.</summary>
    public static TlsBackend Active => s_process.Active;

    /// <summary>The backend that would be the process default now. This call does not fix the default.</summary>
    public static TlsBackend Current => s_process.Current;

    /// <summary>A sentence that says why TLS is not available and what to install; empty if TLS is available.</summary>
    public static string Absence => s_process.Absence;

    /// <summary>Returns the backend with that name, or the active backend for the empty name; null if there is none.</summary>
    public static TlsBackend? Find(string name) => s_process.Find(name);

    /// <summary>Returns the same backend for information only. This call does not fix the default.</summary>
    public static TlsBackend? Peek(string name) => s_process.Peek(name);

    /// <summary>Sets the process default if no backend has been used yet. Otherwise a sentence gives the reason.</summary>
    public static bool TryChoose(string name, out string refusal) => s_process.TryChoose(name, out refusal);

    /// <summary>Returns a sentence that says why there is no backend with that name.</summary>
    public static string Describe(string name) => s_process.Describe(name);

    // Each method is in the folder of its backend, the only place that knows the backend's types.
    private static partial TlsBackendCandidate OpenSsl();

    private static partial TlsBackendCandidate Platform();
}
