using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An X509.</summary>
internal sealed class SafeX509Handle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeX509Handle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Returns one more reference to the same certificate, with an independent lifetime.</summary>
    public SafeX509Handle Share()
    {
        OpenSslErrorQueue.Check(X509.X509_up_ref(this) == 1);
        SafeX509Handle shared = new();
        shared.SetHandle(handle);
        return shared;
    }

    protected override bool ReleaseHandle()
    {
        X509.X509_free(handle);
        return true;
    }
}
