using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The library's error queue of the current thread: the one place that drains it.</summary>
internal static class OpenSslErrorQueue
{
    private const ulong ReasonMask = 0x7FFFFF;
    private const ulong SystemFlag = 1UL << 31;

    /// <summary>An algorithm that no provider has: the reason "unsupported" out of the part EVP.</summary>
    public const ulong UnsupportedAlgorithm = (6UL << 23) | Unsupported;

    private const ulong Unsupported = 0x8010C;

    /// <summary>Forgets what earlier calls left behind; cheap when there is nothing.</summary>
    public static void Clear()
    {
        if (Crypto.ERR_peek_error().Value != 0)
            Crypto.ERR_clear_error();
    }

    /// <summary>Takes all errors out: the reasons in the library's words, oldest first, and their numbers.</summary>
    public static (string Text, IReadOnlyList<int> Reasons) Drain()
    {
        List<string> texts = [];
        List<int> reasons = [];
        while (true)
        {
            CULong code = Crypto.ERR_get_error();
            if (code.Value == 0)
                break;
            if ((code.Value & SystemFlag) == 0)
                reasons.Add((int)(code.Value & ReasonMask));
            string? text = Marshal.PtrToStringUTF8(Crypto.ERR_reason_error_string(code));
            if (!string.IsNullOrEmpty(text) && !texts.Contains(text))
                texts.Add(text);
        }
        return (string.Join("; ", texts), reasons);
    }

    /// <summary>Takes all errors out as the library's numbers, oldest first.</summary>
    public static IReadOnlyList<ulong> DrainCodes()
    {
        List<ulong> codes = [];
        while (Crypto.ERR_get_error() is { Value: not 0 } code)
            codes.Add(code.Value);
        return codes;
    }

    public static bool IsUnsupported(ulong code) => (code & ReasonMask) == Unsupported;

    /// <summary>For calls that fail only when memory is short or the library is broken.</summary>
    /// <exception cref="TlsSetupException">The call failed.</exception>
    public static void Check(bool succeeded)
    {
        if (!succeeded)
            throw new TlsSetupException($"OpenSSL failed: {Drain().Text}");
    }
}
