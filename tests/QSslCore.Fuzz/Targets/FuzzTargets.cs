namespace QSslCore.Fuzz.Targets;

/// <summary>The table of the readers. A new one is a row here, and a folder of the corpus.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("certificate", "certificates in PEM, DER and PKCS#7, and the verdict on them", CertificateTargets.Certificate),
        new("constraints", "name constraints, and lists of authorities", CertificateTargets.Names),
        new("extension", "extensions of certificates, timestamps of logs among them", CertificateTargets.Extension),
        new("dh-parameters", "parameters of Diffie-Hellman", KeyTargets.DiffieHellman),
        new("key", "private and public keys", KeyTargets.Key),
        new("pkcs12", "bundles of PKCS#12", KeyTargets.Pkcs12),
        new("jceks", "key stores of Java's type JCEKS", KeyTargets.Jceks),
        new("ocsp", "stapled answers of OCSP responders", OcspTarget.Answer),
        new("session", "sessions that are resumed", SessionTargets.Session),
        new("engine-flight", "what is read beside the system's TLS: hellos, certificates, records", SessionTargets.Flight),
        new("server-flight", "answers of servers to a hello, SSL 3.0 to TLS 1.3", AnswerTargets.ServerFlight),
        new("ssl2-answer", "answers of servers to a hello of SSL 2.0", AnswerTargets.Ssl2Answer),
        new("tls13-answer", "answers of servers of TLS 1.3, up to the keys", AnswerTargets.Tls13Answer),
        new("tls13-flight", "what servers of TLS 1.3 hide", AnswerTargets.Tls13Flight),
        new("survey", "a host in all surveys of a profile", ProbeTargets.Survey),
        new("weakness", "a host in the probes of weaknesses", ProbeTargets.Weakness),
        new("weak-server", "clients of a server that shows weaknesses", ProbeTargets.WeakServer),
        new("hsts", "the head of an HTTP answer", ProbeTargets.Hsts),
        new("starttls-client", "servers in the dialogues before TLS", StartTlsTargets.Client),
        new("starttls-server", "clients in the dialogues before TLS", StartTlsTargets.Server),
        new("tds", "the handshake in packets of SQL Server", StartTlsTargets.Tds),
        new("proxy", "proxies of SOCKS5 and HTTP CONNECT", ProxyTarget.Dialogue),
    ];

    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
