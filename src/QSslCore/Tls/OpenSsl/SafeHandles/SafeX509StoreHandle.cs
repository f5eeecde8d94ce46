using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An X509_STORE.</summary>
internal sealed class SafeX509StoreHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeX509StoreHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>A reference of our own to the store of a context.</summary>
    public static SafeX509StoreHandle OfContext(SafeSslContextHandle context)
    {
        nint store = Ssl.SSL_CTX_get_cert_store(context);
        OpenSslErrorQueue.Check(X509.X509_STORE_up_ref(store) == 1);
        SafeX509StoreHandle handle = new();
        handle.SetHandle(store);
        return handle;
    }

    protected override bool ReleaseHandle()
    {
        X509.X509_STORE_free(handle);
        return true;
    }
}
