namespace QSslCore.Probing.Messages;

/// <summary>The messages of a handshake.</summary>
internal enum HandshakeType
{
    ClientHello = 1,
    ServerHello = 2,
    NewSessionTicket = 4,
    EncryptedExtensions = 8,
    Certificate = 11,
    ServerKeyExchange = 12,
    CertificateRequest = 13,
    ServerHelloDone = 14,
    CertificateVerify = 15,
    Finished = 20,
    CertificateStatus = 22,
}
