using QSslCore.Tls.OpenSsl;

namespace QSslCore.Tls;

/// <summary>The backends of this process, and the one that is used where nobody chose.</summary>
internal static class TlsBackendRegistry
{
    private static readonly Lazy<IReadOnlyList<TlsBackend>> s_available = new(Load);

    public static IReadOnlyList<TlsBackend> Available => s_available.Value;

    /// <summary>The process default; null when no TLS library is usable, and <see cref="Absence"/> says why.</summary>
    public static TlsBackend? Active => Available.Count > 0 ? Available[0] : null;

    /// <summary>A sentence that says what is missing and what to install; empty when nothing is.</summary>
    public static string Absence { get; private set; } = "";

    /// <summary>The backend of that name, or the active one for the empty name; null when there is none.</summary>
    public static TlsBackend? Find(string name) =>
        name.Length == 0 ? Active : Available.FirstOrDefault(b => b.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The active backend, for callers that cannot go on without one.</summary>
    /// <exception cref="NotSupportedException">No TLS library is usable; the message says what to install.</exception>
    public static TlsBackend Required => Active ?? throw new NotSupportedException(Absence);

    private static List<TlsBackend> Load()
    {
        List<TlsBackend> backends = [];
        if (OpenSslBackend.TryCreate(out TlsBackend? openSsl, out string reason))
            backends.Add(openSsl);
        else
            Absence = reason;
        return backends;
    }
}
