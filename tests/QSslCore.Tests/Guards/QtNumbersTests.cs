using System.Globalization;
using System.Reflection;

namespace QSslCore.Tests.Guards;

/// <summary>The numbers of enums matter to whoever stores, logs or casts them: they are Qt's.</summary>
public sealed class QtNumbersTests
{
    private static readonly Dictionary<string, string> s_numbers = new(StringComparer.Ordinal)
    {
        ["QSsl::KeyType"] = "PrivateKey 0, PublicKey 1",
        ["QSsl::EncodingFormat"] = "Pem 0, Der 1",
        ["QSsl::KeyAlgorithm"] = "Opaque 0, Rsa 1, Dsa 2, Ec 3, Dh 4, MlDsa 5",
        ["QSslDiffieHellmanParameters::Error"] = "NoError 0, InvalidInputDataError 1, UnsafeParametersError 2",
        ["QSsl::AlternativeNameEntryType"] =
            "EmailEntry 0, DnsEntry 1, IpAddressEntry 2, UriEntry 100, UserPrincipalNameEntry 101, DirectoryNameEntry 102, "
            + "RegisteredIdEntry 103, OtherNameEntry 104",
        ["QSsl::SslProtocol"] =
            "TlsV1_0 0, TlsV1_1 1, TlsV1_2 2, AnyProtocol 3, SecureProtocols 4, TlsV1_0OrLater 5, TlsV1_1OrLater 6, TlsV1_2OrLater 7, "
            + "DtlsV1_0 8, DtlsV1_0OrLater 9, DtlsV1_2 10, DtlsV1_2OrLater 11, TlsV1_3 12, TlsV1_3OrLater 13, UnknownProtocol -1",
        ["QSsl::SslOption"] =
            "DisableEmptyFragments 1, DisableSessionTickets 2, DisableCompression 4, DisableServerNameIndication 8, "
            + "DisableLegacyRenegotiation 16, DisableSessionSharing 32, DisableSessionPersistence 64, DisableServerCipherPreference 128",
        ["QSsl::AlertLevel"] = "Warning 0, Fatal 1, Unknown 2",
        ["QSsl::ImplementedClass"] = "Key 0, Certificate 1, Socket 2, DiffieHellman 3, EllipticCurve 4, Dtls 5, DtlsCookie 6",
        ["QSsl::SupportedFeature"] =
            "CertificateVerification 0, ClientSideAlpn 1, ServerSideAlpn 2, Ocsp 3, Psk 4, SessionTicket 5, Alerts 6",
        ["QSsl::AlertType"] =
            "CloseNotify 0, UnexpectedMessage 10, BadRecordMac 20, RecordOverflow 22, DecompressionFailure 30, HandshakeFailure 40, "
            + "NoCertificate 41, BadCertificate 42, UnsupportedCertificate 43, CertificateRevoked 44, CertificateExpired 45, "
            + "CertificateUnknown 46, IllegalParameter 47, UnknownCa 48, AccessDenied 49, DecodeError 50, DecryptError 51, "
            + "ExportRestriction 60, ProtocolVersion 70, InsufficientSecurity 71, InternalError 80, InappropriateFallback 86, "
            + "UserCancelled 90, NoRenegotiation 100, MissingExtension 109, UnsupportedExtension 110, CertificateUnobtainable 111, "
            + "UnrecognizedName 112, BadCertificateStatusResponse 113, BadCertificateHashValue 114, UnknownPskIdentity 115, "
            + "CertificateRequired 116, NoApplicationProtocol 120, UnknownAlertMessage 255",
        ["QSslSocket::SslMode"] = "UnencryptedMode 0, SslClientMode 1, SslServerMode 2",
        ["QSslSocket::PeerVerifyMode"] = "VerifyNone 0, QueryPeer 1, VerifyPeer 2, AutoVerifyPeer 3",
        ["QAbstractSocket::SocketType"] = "TcpSocket 0, UdpSocket 1, SctpSocket 2, UnknownSocketType -1",
        ["QAbstractSocket::NetworkLayerProtocol"] = "IPv4Protocol 0, IPv6Protocol 1, AnyIPProtocol 2, UnknownNetworkLayerProtocol -1",
        ["QAbstractSocket::SocketState"] =
            "UnconnectedState 0, HostLookupState 1, ConnectingState 2, ConnectedState 3, BoundState 4, ListeningState 5, ClosingState 6",
        ["QAbstractSocket::SocketError"] =
            "ConnectionRefusedError 0, RemoteHostClosedError 1, HostNotFoundError 2, SocketAccessError 3, SocketResourceError 4, "
            + "SocketTimeoutError 5, DatagramTooLargeError 6, NetworkError 7, AddressInUseError 8, SocketAddressNotAvailableError 9, "
            + "UnsupportedSocketOperationError 10, UnfinishedSocketOperationError 11, ProxyAuthenticationRequiredError 12, "
            + "SslHandshakeFailedError 13, ProxyConnectionRefusedError 14, ProxyConnectionClosedError 15, ProxyConnectionTimeoutError 16, "
            + "ProxyNotFoundError 17, ProxyProtocolError 18, OperationError 19, SslInternalError 20, SslInvalidUserDataError 21, "
            + "TemporaryError 22, UnknownSocketError -1",
        ["QAbstractSocket::SocketOption"] =
            "LowDelayOption 0, KeepAliveOption 1, MulticastTtlOption 2, MulticastLoopbackOption 3, TypeOfServiceOption 4, "
            + "SendBufferSizeSocketOption 5, ReceiveBufferSizeSocketOption 6, PathMtuSocketOption 7, KeepAliveIdleOption 8, "
            + "KeepAliveIntervalOption 9, KeepAliveCountOption 10",
        ["QAbstractSocket::BindFlag"] = "DefaultForPlatform 0, ShareAddress 1, DontShareAddress 2, ReuseAddressHint 4",
        ["QAbstractSocket::PauseMode"] = "PauseNever 0, PauseOnSslErrors 1",
        ["QNetworkProxy::ProxyType"] =
            "DefaultProxy 0, Socks5Proxy 1, NoProxy 2, HttpProxy 3, HttpCachingProxy 4, FtpCachingProxy 5",
        ["QNetworkProxy::Capability"] =
            "None 0, TunnelingCapability 1, ListeningCapability 2, UdpTunnelingCapability 4, CachingCapability 8, "
            + "HostNameLookupCapability 16, SctpTunnelingCapability 32, SctpListeningCapability 64",
        ["QIODeviceBase::OpenModeFlag"] =
            "NotOpen 0, ReadOnly 1, WriteOnly 2, ReadWrite 3, Append 4, Truncate 8, Text 16, Unbuffered 32, NewOnly 64, ExistingOnly 128",
        ["QSslConfiguration::NextProtocolNegotiationStatus"] =
            "None 0, Negotiated 1, Unsupported 2",
        ["QSslCertificate::SubjectInfo"] =
            "Organization 0, CommonName 1, LocalityName 2, OrganizationalUnitName 3, CountryName 4, StateOrProvinceName 5, "
            + "DistinguishedNameQualifier 6, SerialNumber 7, EmailAddress 8",
        ["QSslCertificate::PatternSyntax"] = "RegularExpression 0, Wildcard 1, FixedString 2",
        ["QOcspCertificateStatus"] = "Good 0, Revoked 1, Unknown 2",
        ["QOcspRevocationReason"] =
            "None -1, Unspecified 0, KeyCompromise 1, CACompromise 2, AffiliationChanged 3, Superseded 4, CessationOfOperation 5, "
            + "CertificateHold 6, RemoveFromCRL 7",
    };

    [Fact]
    public void Every_number_is_Qts()
    {
        Dictionary<string, Type> enums = typeof(QSslSocket).Assembly.GetExportedTypes().Where(t => t.IsEnum)
            .SelectMany(t => t.GetCustomAttributes<QtMemberAttribute>().Select(a => (a.Name, Type: t)))
            .ToDictionary(p => p.Name, p => p.Type, StringComparer.Ordinal);
        foreach ((string name, string numbers) in s_numbers)
        {
            Assert.True(enums.TryGetValue(name, out Type? type), name);
            // A set of flags has a name for the empty set, which Qt writes as {}.
            IEnumerable<string> ours = Enum.GetNames(type).Select(n => $"{n} {Number(type, n)}").Where(n => n != "None 0");
            Assert.Equal(Sorted(numbers.Split(", ").Where(n => n != "None 0")), Sorted(ours));
        }
    }

    private static string Sorted(IEnumerable<string> members) => string.Join(", ", members.Order(StringComparer.Ordinal));

    private static string Number(Type type, string name) =>
        Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
