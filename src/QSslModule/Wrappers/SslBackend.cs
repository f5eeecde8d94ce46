using QSslCore;
using QSslCore.Tls;

namespace QSslModule;

/// <summary>A TLS backend: what it is and can do, or why it cannot be used.</summary>
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

    /// <summary>Its name, as -Backend takes it.</summary>
    public string Name { get; }

    /// <summary>The version of its library, in words; empty without one.</summary>
    public string Version { get; } = "";

    /// <summary>It is used by default.</summary>
    public bool Active { get; }

    /// <summary>It can be used.</summary>
    public bool Available { get; }

    /// <summary>The features that it supports.</summary>
    public SupportedFeature[] Features { get; } = [];

    /// <summary>The protocol versions, single or from one on, that it supports.</summary>
    public SslProtocol[] Protocols { get; } = [];

    /// <summary>The classes that it implements.</summary>
    public ImplementedClass[] Classes { get; } = [];

    /// <summary>Why it cannot be used, or what it lacks, in a sentence; empty when there is nothing to say.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
