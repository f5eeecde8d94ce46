namespace QSslCore.Tls.OpenSsl;

/// <summary>Certificates as the library's stack, for as long as a call needs them.</summary>
internal sealed class NativeChain : IDisposable
{
    private readonly List<SafeX509Handle> _links = [];

    public NativeChain(IEnumerable<QSslCertificate> certificates)
    {
        Stack = Crypto.OPENSSL_sk_new_null();
        try
        {
            OpenSslErrorQueue.Check(!Stack.IsInvalid);
            foreach (QSslCertificate certificate in certificates.Where(c => !c.IsNull))
            {
                SafeX509Handle native = NativeCertificates.ToNative(certificate);
                _links.Add(native);
                OpenSslErrorQueue.Check(Crypto.OPENSSL_sk_push(Stack, native.DangerousGetHandle()) > 0);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Null when the library cannot read one of the certificates.</summary>
    public static NativeChain? TryMake(IEnumerable<QSslCertificate> certificates)
    {
        try
        {
            return new(certificates);
        }
        catch (TlsSetupException)
        {
            OpenSslErrorQueue.Clear();
            return null;
        }
    }

    public SafeX509StackHandle Stack { get; }

    public SafeX509Handle First => _links[0];

    /// <summary>The stack borrows the certificates: in this order.</summary>
    public void Dispose()
    {
        Stack.Dispose();
        _links.ForEach(l => l.Dispose());
    }
}
