using QSslCore.Tls.CertOnly;

namespace QSslCore.Tls;

/// <summary>A candidate: the backend, or a sentence that says why it cannot be used.</summary>
internal sealed record TlsBackendCandidate(string Name, TlsBackend? Backend, string Reason = "");

/// <summary>
/// A set of backends and the default among them. The order of preference is: built-in backends, plug-ins, and certificates
/// without TLS. Plug-ins are loaded if all backends are requested, if a backend is requested that is not built in, or if no other
/// backend has TLS. A plug-in cannot take a name that is in use. Thread-safe.
/// </summary>
internal sealed class TlsBackendSelection
{
    private readonly Lock _lock = new();
    private readonly Lazy<TlsBackendCandidate[]> _builtIn;
    private readonly Lazy<TlsBackendCandidate[]> _plugins;
    private readonly Lazy<TlsBackend> _certOnly;
    private TlsBackend? _chosen;
    private bool _isUsed;

    public TlsBackendSelection(Func<IEnumerable<TlsBackendCandidate>> builtIn, Func<IEnumerable<TlsBackendCandidate>> plugins)
    {
        _builtIn = new(() => [.. builtIn()]);
        _plugins = new(() => [.. WithNamesOfTheirOwn(plugins())]);
        _certOnly = new(() => new CertOnlyBackend(Absence));
    }

    public IReadOnlyList<TlsBackend> Available => [.. Usable(_builtIn), .. Usable(_plugins), _certOnly.Value];

    public IReadOnlyList<TlsBackendCandidate> Unusable => [.. _builtIn.Value.Concat(_plugins.Value).Where(c => c.Backend is null)];

    public TlsBackend Active
    {
        get
        {
            lock (_lock)
            {
                _isUsed = true;
                return _chosen ??= Preferred;
            }
        }
    }

    public TlsBackend Current
    {
        get
        {
            lock (_lock)
                return _chosen ?? Preferred;
        }
    }

    public string Absence => Usable(_builtIn).Any() ? "" : string.Join(' ', _builtIn.Value.Select(c => c.Reason));

    private TlsBackend Preferred => Usable(_builtIn).FirstOrDefault() ?? Usable(_plugins).FirstOrDefault() ?? _certOnly.Value;

    public TlsBackend? Find(string name) => name.Length == 0 ? Active : Named(name);

    public TlsBackend? Peek(string name) => name.Length == 0 ? Current : Named(name);

    public bool TryChoose(string name, out string refusal)
    {
        refusal = name.Length == 0 ? "The name of a backend is empty." : "";
        if (refusal.Length > 0)
            return false;
        TlsBackend? named = Named(name);
        lock (_lock)
        {
            if (_isUsed && named != _chosen)
            {
                refusal = $"The backend '{_chosen!.Name}' is in use already and stays the default of this process; "
                    + "the Backend of a configuration chooses another for its connections.";
            }
            else if (named is null)
            {
                refusal = Describe(name);
            }
            else
            {
                _chosen = named;
            }
            return refusal.Length == 0;
        }
    }

    public string Describe(string name)
    {
        string known = $"available: {string.Join(", ", Available.Select(b => b.Name))}";
        TlsBackendCandidate? unusable = Unusable.FirstOrDefault(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return unusable is null
            ? $"There is no TLS backend named '{InputEcho.Of(name)}'; {known}."
            : $"The TLS backend '{name}' cannot be used ({known}): {unusable.Reason}";
    }

    /// <summary>Refuses plug-ins whose name is taken, so that a name selects the same backend regardless of the plug-ins in the
    /// directory.</summary>
    private IEnumerable<TlsBackendCandidate> WithNamesOfTheirOwn(IEnumerable<TlsBackendCandidate> plugins)
    {
        HashSet<string> taken = new(_builtIn.Value.Select(c => c.Name).Append(_certOnly.Value.Name), StringComparer.OrdinalIgnoreCase);
        return plugins.Select(plugin => plugin.Backend is null || taken.Add(plugin.Name)
            ? plugin
            : new(plugin.Name, null, $"A plug-in brings another backend of the name '{plugin.Name}', which is taken: "
                + $"'{plugin.Backend.GetType().Assembly.Location}'."));
    }

    private TlsBackend? Named(string name)
    {
        return Search(Usable(_builtIn)) ?? Search([_certOnly.Value]) ?? Search(Usable(_plugins));

        TlsBackend? Search(IEnumerable<TlsBackend> among) =>
            among.FirstOrDefault(b => b.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<TlsBackend> Usable(Lazy<TlsBackendCandidate[]> candidates) =>
        candidates.Value.Select(c => c.Backend).OfType<TlsBackend>();
}
