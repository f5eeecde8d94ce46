using System.Formats.Asn1;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace QSslCore.Tls.OpenSsl;

/// <summary>Converts certificates between the neutral form of QSslCore and OpenSSL's form.</summary>
internal static unsafe class NativeCertificates
{
    /// <exception cref="TlsSetupException">OpenSSL cannot read the certificate.</exception>
    public static SafeX509Handle ToNative(QSslCertificate certificate)
    {
        if (RecentNativeCertificates.Find(certificate) is { } known)
            return known;
        SafeX509Handle native = ToNative(certificate, certificate.Der);
        RecentNativeCertificates.Keep(certificate, native);
        return native;
    }

    private static SafeX509Handle ToNative(QSslCertificate certificate, ReadOnlySpan<byte> der)
    {
        OpenSslErrorQueue.Clear();
        fixed (byte* start = der)
        {
            byte* at = start;
            SafeX509Handle handle = X509.d2i_X509(0, &at, new CLong(der.Length));
            if (!handle.IsInvalid)
                return handle;
            handle.Dispose();
        }
        throw new TlsSetupException("OpenSSL cannot read the certificate "
            + $"'{certificate.VisibleName}': {OpenSslErrorQueue.Drain().Text}");
    }

    /// <summary>Returns a copy of a certificate that the library owns.</summary>
    public static QSslCertificate FromNative(nint x509)
    {
        int length = X509.i2d_X509(x509, null);
        if (length <= 0)
            return new();
        byte[] der = new byte[length];
        fixed (byte* start = der)
        {
            byte* at = start;
            _ = X509.i2d_X509(x509, &at);
        }
        return RecentCertificates.Known(QSslCertificate.FromDer(der));
    }

    /// <summary>Returns the text of a distinguished name (X509_NAME) that the library owns; empty if it cannot be read.</summary>
    public static string NameText(nint name)
    {
        int length = X509.i2d_X509_NAME(name, null);
        if (length <= 0)
            return "";
        byte[] der = new byte[length];
        fixed (byte* start = der)
        {
            byte* at = start;
            _ = X509.i2d_X509_NAME(name, &at);
        }
        try
        {
            return new X500DistinguishedName(der).Name;
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    /// <summary>
    /// Returns the library's description. Its only control characters are the library's own line feeds. Empty if the library cannot read
    /// the certificate.
    /// </summary>
    public static string Text(QSslCertificate certificate)
    {
        try
        {
            using SafeX509Handle native = ToNative(certificate, PrintableCertificate.Of(certificate.Der, IsDescribed));
            using SafeBioHandle bio = Crypto.BIO_new_builtin(Crypto.BIO_s_mem());
            OpenSslErrorQueue.Check(!bio.IsInvalid
                && X509.X509_print_ex(bio, native, new CULong(0), new CULong(X509.X509V3_EXT_DUMP_UNKNOWN)) == 1);
            int length = (int)Crypto.BIO_ctrl(bio, Crypto.BIO_CTRL_INFO, new CLong(0), out byte* text).Value;
            return VisibleText.OfLines(Encoding.UTF8.GetString(text, length));
        }
        catch (Exception e) when (e is TlsSetupException or AsnContentException)
        {
            return "";
        }
    }

    private static bool IsDescribed(string oid) => X509.OBJ_txt2nid(oid) is not 0 and int nid && X509.X509V3_EXT_get_nid(nid) != 0;

    /// <summary>Returns the path that a verification (X509_STORE_CTX) has built, leaf first.</summary>
    /// <param name="context">The X509_STORE_CTX.</param>
    /// <param name="sent">The context's untrusted certificates, in their order.</param>
    public static QSslCertificate[] FromPath(nint context, ReadOnlySpan<QSslCertificate> sent)
    {
        nint chain = X509.X509_STORE_CTX_get0_chain(context), untrusted = X509.X509_STORE_CTX_get0_untrusted(context);
        QSslCertificate[] path = new QSslCertificate[Math.Max(0, Crypto.OPENSSL_sk_num(chain))];
        for (int i = 0; i < path.Length; i++)
        {
            nint link = Crypto.OPENSSL_sk_value(chain, i);
            int at = 0;
            while (at < sent.Length && Crypto.OPENSSL_sk_value(untrusted, at) != link)
                at++;
            path[i] = at < sent.Length ? sent[at] : FromNative(link);
        }
        return path;
    }

    /// <summary>Returns copies of the certificates in a stack that the library owns.</summary>
    public static QSslCertificate[] FromStack(nint stack)
    {
        if (stack == 0)
            return [];
        QSslCertificate[] certificates = new QSslCertificate[Math.Max(0, Crypto.OPENSSL_sk_num(stack))];
        for (int i = 0; i < certificates.Length; i++)
            certificates[i] = FromNative(Crypto.OPENSSL_sk_value(stack, i));
        return certificates;
    }
}
