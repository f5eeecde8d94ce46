using QSslCore.Probing.Catalog;

namespace QSslCore.Probing.Messages;

/// <summary>A server's answer to a hello. It is immutable.</summary>
internal sealed record ServerAnswer
{
    public required AnswerKind Kind { get; init; }

    /// <summary>What came, in words; for all but an agreement.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The server's hello; null where there is none, and for SSL 2.0.</summary>
    public ServerHello? Hello { get; init; }

    /// <summary>The answer of SSL 2.0; null for others.</summary>
    public Ssl2ServerHello? Ssl2 { get; init; }

    /// <summary>The certificates as sent, in DER; of TLS 1.2 and earlier.</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>The extensions that TLS 1.3 hides; empty where the handshake was not decrypted.</summary>
    public IReadOnlyList<(int Type, byte[] Data)> HiddenExtensions { get; init; } = [];

    /// <summary>The tickets of TLS 1.3: how long they may be used, in seconds, and how much early data they allow, in bytes.</summary>
    public IReadOnlyList<(long Lifetime, long EarlyData)> Tickets { get; init; } = [];

    /// <summary>A whole handshake of TLS 1.3 was made: tickets would have come.</summary>
    public bool IsFinished { get; init; }

    /// <summary>The share of the key exchange; null where there is none.</summary>
    public ServerKeyExchange? KeyExchange { get; init; }

    /// <summary>Whether the server asked for a certificate.</summary>
    public bool HasCertificateRequest { get; init; }

    /// <summary>The authorities that it wants the certificate from; empty for any, and where it did not ask.</summary>
    public IReadOnlyList<string> RequestedAuthorities { get; init; } = [];

    /// <summary>The stapled OCSP response; empty for none.</summary>
    public byte[] Staple { get; init; } = [];

    /// <summary>The code of the alert; -1 for none.</summary>
    public int Alert { get; init; } = -1;

    /// <summary>The messages as they came, each with its header: for those that go on with the handshake.</summary>
    public IReadOnlyList<byte[]> Messages { get; init; } = [];

    /// <summary>The server agreed to what was asked.</summary>
    public bool IsAgreed => Kind == AnswerKind.Agreed;

    /// <summary>The server agreed to the version and the suite, or would after another hello.</summary>
    public bool IsAccepted => Kind is AnswerKind.Agreed or AnswerKind.Retry;

    /// <summary>The host ends the connection each time at this hello, and answers others meanwhile.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>The server ended the connection and did not say that it is for the hello: without a word, or with an alert that RFC 8446
    /// (6.1 and 6.2) has for what the peer has no part in.</summary>
    public bool IsVague => Kind is AnswerKind.Closed or AnswerKind.Reset
        || (Kind == AnswerKind.Alert && Alert is AlertNames.CloseNotify or AlertNames.InternalError or AlertNames.UserCanceled);

    /// <summary>The server does not agree: it said so with an alert, it went on with an older version, or an end that does not say why is
    /// confirmed.</summary>
    public bool IsRefused => (Kind is AnswerKind.Alert or AnswerKind.Older && !IsVague) || IsConfirmed;

    /// <summary>The suite that was agreed on; null for none, and for one that is not known.</summary>
    public TlsSuite? Suite => Hello is { } hello ? TlsSuite.Find(hello.Suite) : null;
}
