using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace QSslCore.Tests.Support;

/// <summary>
/// An authority with an intermediate and a leaf that name addresses for revocation, and the server for them on loopback. Each object has
/// its own addresses, because the platform caches lists beyond the process.
/// </summary>
internal sealed class RevocationAuthority : IDisposable
{
    private readonly WebServer _web;
    private readonly string _place = $"/{Guid.NewGuid():N}/";
    private readonly ConcurrentDictionary<string, Func<byte[], byte[]?>> _answers = new();

    /// <param name="urls">The addresses in the leaf: "crl", "ocsp" or nothing.</param>
    public RevocationAuthority(string urls)
    {
        _web = new(Respond);
        Address = $"http://127.0.0.1:{_web.Port}{_place}";
        RootKey = TestKeys.Make();
        IntermediateKey = TestKeys.Make();
        Root = Make("Revocation Root", RootKey, null, null, null);
        Intermediate = Make("Revocation Intermediate", IntermediateKey, Root, RootKey, "root.crl");
        using AsymmetricAlgorithm leafKey = TestKeys.Make();
        Leaf = Make("Revocation Leaf", leafKey, Intermediate, IntermediateKey,
            urls switch { "crl" => "leaf.crl", "ocsp" => "ocsp/", _ => "" });
        Publish("root.crl", List(Root, RootKey));
    }

    public string Address { get; }

    public AsymmetricAlgorithm RootKey { get; }

    public AsymmetricAlgorithm IntermediateKey { get; }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    public X509Certificate2 Leaf { get; }

    public QSslCertificate[] Path => [.. new[] { Leaf, Intermediate, Root }.Select(QSslCertificate.FromX509Certificate2)];

    public void Publish(string name, byte[] content) => Answer(name, _ => content);

    /// <param name="name">A file or a folder of the address.</param>
    /// <param name="answer">Returns the answer from the body of the request, or from the text after the folder. If it returns null, no
    /// answer is sent.</param>
    public void Answer(string name, Func<byte[], byte[]?> answer) => _answers[name] = answer;

    /// <summary>Creates a list with the classes of .NET.</summary>
    public static byte[] List(X509Certificate2 issuer, AsymmetricAlgorithm key, X509Certificate2? revoked = null, bool isOld = false,
        DateTimeOffset? made = null)
    {
        CertificateRevocationListBuilder builder = new();
        if (revoked is not null)
            builder.AddEntry(revoked, DateTimeOffset.UtcNow.AddHours(-1), X509RevocationReason.KeyCompromise);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        X509AuthorityKeyIdentifierExtension identifier = X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false);
        return builder.Build(
            issuer.SubjectName, TestKeys.Signer(key), 1, isOld
                ? now.AddDays(-2)
                : now.AddDays(5), HashAlgorithmName.SHA256,
            identifier, made ?? (isOld ? now.AddDays(-5) : now.AddHours(-2)));
    }

    public void Dispose()
    {
        _web.Dispose();
        foreach (IDisposable made in new IDisposable[] { Leaf, Intermediate, Root, RootKey, IntermediateKey })
            made.Dispose();
    }

    private X509Certificate2 Make(string name, AsymmetricAlgorithm key, X509Certificate2? issuer, AsymmetricAlgorithm? issuerKey,
        string? asks)
    {
        bool isAuthority = asks is null or "root.crl";
        CertificateRequest request = TestKeys.Request(new($"CN={name}"), key);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        if (isAuthority)
            request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        if (issuer is not null)
            request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        if (asks is "ocsp/")
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([Address + asks], null));
        else if (asks is { Length: > 0 })
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([Address + asks]));
        DateTimeOffset from = DateTimeOffset.UtcNow.AddDays(-10), until = DateTimeOffset.UtcNow.AddDays(20);
        if (issuer is null)
            return TestKeys.SelfSigned(request, key, from, until);
        return request.Create(issuer.SubjectName, TestKeys.Signer(issuerKey!), from, until,
            RandomNumberGenerator.GetBytes(10));
    }

    private byte[]? Respond(string path, byte[] body)
    {
        if (!path.StartsWith(_place, StringComparison.Ordinal))
            return [];
        string rest = path[_place.Length..];
        string name = rest.Contains('/', StringComparison.Ordinal) ? rest[..(rest.IndexOf('/', StringComparison.Ordinal) + 1)] : rest;
        byte[] asked = body.Length > 0 || rest.Length == name.Length
            ? body
            : Convert.FromBase64String(Uri.UnescapeDataString(rest[name.Length..]));
        return _answers.TryGetValue(name, out Func<byte[], byte[]?>? make) ? make(asked) : [];
    }
}
