using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>A TLS backend: its name and its capabilities, or why it cannot be used.</summary>
public sealed class SslBackend
{
    internal SslBackend(TlsBackend backend)
    {
        Name = backend.Name;
        Version = backend.LibraryVersionString;
        Active = backend == TlsBackendRegistry.Current;
        Available = true;
        Features = [.. backend.SupportedFeatures];
        Protocols = [.. backend.SupportedProtocols];
        Classes = [.. backend.ImplementedClasses];
        Reason = Classes.Contains(ImplementedClass.Socket) ? "" : "It has certificates and keys, and no TLS.";
    }

    internal SslBackend(TlsBackendCandidate unusable)
    {
        Name = unusable.Name;
        Reason = unusable.Reason;
    }

    /// <summary>The name of the backend, as in -Backend.</summary>
    public string Name { get; }

    /// <summary>The version of its library, as text; empty if it has no library.</summary>
    public string Version { get; } = "";

    /// <summary>Whether the backend is the default.</summary>
    public bool Active { get; }

    /// <summary>Whether the backend can be used.</summary>
    public bool Available { get; }

    /// <summary>The features that the backend supports.</summary>
    public SupportedFeature[] Features { get; } = [];

    /// <summary>The protocol versions that the backend supports, single versions or from a version on.</summary>
    public SslProtocol[] Protocols { get; } = [];

    /// <summary>The classes that the backend implements.</summary>
    public ImplementedClass[] Classes { get; } = [];

    /// <summary>Why the backend cannot be used, or what it lacks, as a sentence; empty if there is nothing to report.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
