using Microsoft.Win32.SafeHandles;

namespace QSslCore.Tls.OpenSsl;

/// <summary>An EVP_PKEY; the library clears a private key when it frees it.</summary>
internal sealed class SafeEvpPKeyHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public SafeEvpPKeyHandle()
        : base(ownsHandle: true)
    {
    }

    /// <summary>Takes over a reference that a function returned as a pointer.</summary>
    public static SafeEvpPKeyHandle Own(nint pointer)
    {
        SafeEvpPKeyHandle handle = new();
        handle.SetHandle(pointer);
        return handle;
    }

    protected override bool ReleaseHandle()
    {
        EvpPKey.EVP_PKEY_free(handle);
        return true;
    }
}
