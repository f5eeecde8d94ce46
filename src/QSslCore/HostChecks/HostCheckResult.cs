using System.Net;

namespace QSslCore;

/// <summary>The facts that a <see cref="HostCheck"/> collected. Instances are immutable.</summary>
public sealed class HostCheckResult
{
    internal HostCheckResult()
    {
    }

    /// <summary>The host name or address that was checked.</summary>
    public required string HostName { get; init; }

    /// <summary>The port.</summary>
    public required int Port { get; init; }

    /// <summary>The address that answered. If the check was for one address and there was no answer, that address; otherwise null. Also
    /// null with a proxy that resolves the name.</summary>
    public IPAddress? Address { get; internal init; }

    /// <summary>True if the check was for one address (<see cref="HostCheck.Address"/>, <see cref="HostCheck.RunAllAddressesAsync"/>), and
    /// not for any address of the name.</summary>
    public bool IsForOneAddress { get; internal init; }

    /// <summary>The stage that the check reached.</summary>
    public HostCheckOutcome Outcome { get; internal init; }

    /// <summary>Why there is no encrypted connection, as a sentence; empty if there is one. Invisible characters in text of the host are
    /// written out.</summary>
    public string Failure { get; internal init; } = "";

    /// <summary>The errors of the host's identity, including accepted ones.</summary>
    public IReadOnlyList<QSslError> Errors { get; internal init; } = [];

    /// <summary>The fatal alert that ended the handshake, or null if there was none.</summary>
    public QSslAlert? Alert { get; internal init; }

    /// <summary>The negotiated session, or null if the handshake did not get that far.</summary>
    public HostCheckSession? Session { get; internal init; }

    /// <summary>The host's own certificate, or a null certificate if it sent none.</summary>
    public QSslCertificate PeerCertificate => PeerCertificateChain is [QSslCertificate own, ..] ? own : new();

    /// <summary>The certificates in the order in which the host sent them, its own first.</summary>
    public IReadOnlyList<QSslCertificate> PeerCertificateChain { get; internal init; } = [];

    /// <summary>The path that was built from the host's certificate towards a trusted root, its own first.</summary>
    public IReadOnlyList<QSslCertificate> VerifiedCertificateChain { get; internal init; } = [];

    /// <summary>True if a stapled OCSP response was requested. Not every backend supports this.</summary>
    public bool IsStapleRequested { get; internal init; }

    /// <summary>The error of the stapled OCSP response, which may be missing, or null if there is no error. It is one of
    /// <see cref="Errors"/> only if the configuration requested the response.</summary>
    public QSslError? StapleError { get; internal init; }

    /// <summary>The stapled OCSP response, or empty if there is no usable one.</summary>
    public IReadOnlyList<QOcspResponse> OcspResponses { get; internal init; } = [];

    /// <summary>What the host said about the certificate of its client.</summary>
    public ClientCertificateAnswer ClientCertificate { get; internal init; }

    /// <summary>The answer of the issuers about revocation, or null if the check does not ask them or the host sent no certificate. If the
    /// path was not verified, they are not asked. The status is then unknown, and the reason says why.</summary>
    public RevocationVerdict? Revocation { get; internal init; }

    /// <summary>What the TLSA records of the host say about it, or null if the check was not to ask for them.</summary>
    public DaneVerdict? Dane { get; internal init; }

    /// <summary>The dialogue of the protocol before TLS, line by line: <c>S: </c> the server, <c>C: </c> this side. What cannot be seen is
    /// written out.</summary>
    public IReadOnlyList<string> StartTlsTranscript { get; internal init; } = [];

    /// <summary>The duration of each phase.</summary>
    public HostCheckTimings Timings { get; internal init; } = new();

    /// <summary>The backend that made the connection.</summary>
    public string Backend { get; internal init; } = "";

    /// <summary>The time when the check began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; internal init; }

    /// <summary>The time that the certificates were verified for, in UTC: <see cref="QSslConfiguration.VerificationTime"/>, or
    /// <see cref="StartedAt"/> by default.</summary>
    public DateTimeOffset VerificationTime { get; internal init; }

    /// <summary>Returns the target and the outcome, for messages.</summary>
    public override string ToString() => $"{HostAndPort.Display(HostName, Port)}: {Outcome}";
}
