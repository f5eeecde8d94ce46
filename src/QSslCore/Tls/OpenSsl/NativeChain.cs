namespace QSslCore.Tls.OpenSsl;

/// <summary>Certificates as a stack of the library, for the duration of a call.</summary>
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

    /// <summary>Returns null if the library cannot read one of the certificates.</summary>
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

    /// <summary>The stack borrows the certificates, so it is freed first.</summary>
    public void Dispose()
    {
        Stack.Dispose();
        _links.ForEach(l => l.Dispose());
    }
}
