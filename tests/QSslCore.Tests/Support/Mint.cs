using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>The contents of a test certificate. It is valid unless a test changes it.</summary>
internal sealed record MintOrder(string Subject)
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    /// <summary>The key. The default is a new ECDSA P-256 key.</summary>
    public AsymmetricAlgorithm? Key { get; init; }

    /// <summary>The issuer; null for a self-signed certificate.</summary>
    public Mint? Issuer { get; init; }

    public bool IsAuthority { get; init; } = true;

    public int? PathLength { get; init; }

    public string[] Names { get; init; } = [];

    public string? Purpose { get; init; }

    public X509KeyUsageFlags? Usage { get; init; }

    public DateTimeOffset From { get; init; } = s_now.AddDays(-2);

    public DateTimeOffset Until { get; init; } = s_now.AddDays(20);

    public bool HasKeyIdentifiers { get; init; } = true;

    public bool IsSignedWithSha1 { get; init; }

    public bool IsTampered { get; init; }

    public X509Extension[] Extensions { get; init; } = [];
}

/// <summary>A certificate that was created for a test, with its key.</summary>
internal sealed class Mint
{
    public const string Server = "1.3.6.1.5.5.7.3.1";
    public const string Client = "1.3.6.1.5.5.7.3.2";

    private readonly AsymmetricAlgorithm _key;
    private readonly X500DistinguishedName _name;
    private readonly X509SubjectKeyIdentifierExtension _identifier;

    public Mint(MintOrder order)
    {
        _key = order.Key ?? TestKeys.Make();
        _name = new(order.Subject);
        CertificateRequest request = TestKeys.Request(_name, _key);
        _identifier = new(request.PublicKey, critical: false);
        Write(request, order);
        Mint issuer = order.Issuer ?? this;
        byte[] serial = RandomNumberGenerator.GetBytes(12);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        byte[] der;
        // A key does not support several threads at once.
        lock (issuer._key)
        {
            using X509Certificate2 made = request.Create(issuer._name, issuer.Signer(order.IsSignedWithSha1), order.From, order.Until,
                serial);
            der = made.RawData;
        }
        if (order.IsTampered)
            der[^1] ^= 1;
        Certificate = QSslCertificate.FromDer(der);
    }

    public QSslCertificate Certificate { get; }

    public AsymmetricAlgorithm Key => _key;

    public QSslKey PrivateKey => new(
        System.Text.Encoding.ASCII.GetBytes(_key.ExportPkcs8PrivateKeyPem()), _key is RSA ? KeyAlgorithm.Rsa : KeyAlgorithm.Ec);

    private void Write(CertificateRequest request, MintOrder order)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(order.IsAuthority, order.PathLength is not null,
            order.PathLength ?? 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            order.Usage ?? (order.IsAuthority ? X509KeyUsageFlags.KeyCertSign : X509KeyUsageFlags.DigitalSignature), critical: true));
        if (order.Purpose is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new(order.Purpose)], critical: false));
        if (order.Names.Length > 0)
        {
            SubjectAlternativeNameBuilder names = new();
            Array.ForEach(order.Names, names.AddDnsName);
            request.CertificateExtensions.Add(names.Build());
        }
        if (order.HasKeyIdentifiers)
        {
            request.CertificateExtensions.Add(_identifier);
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier((order.Issuer
                ?? this)._identifier));
        }
        Array.ForEach(order.Extensions, request.CertificateExtensions.Add);
    }

    private X509SignatureGenerator Signer(bool withSha1) => (_key, withSha1) switch
    {
        (_, false) => TestKeys.Signer(_key),
        (ECDsa ecdsa, true) => new Sha1Generator(ecdsa),
        (RSA rsa, true) => new WeakSignatureGenerator(rsa, HashAlgorithmName.SHA1),
        _ => throw new NotSupportedException("No test needs it."),
    };

    /// <summary>Signs with SHA-1, which .NET no longer does for certificates.</summary>
    private sealed class Sha1Generator(ECDsa key) : X509SignatureGenerator
    {
        // ecdsa-with-SHA1.
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            [0x30, 9, 6, 7, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 1];

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
