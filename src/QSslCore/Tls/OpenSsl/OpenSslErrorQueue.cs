using System.Runtime.InteropServices;

namespace QSslCore.Tls.OpenSsl;

/// <summary>The library's error queue of the current thread. Only this class reads it.</summary>
internal static class OpenSslErrorQueue
{
    private const ulong ReasonMask = 0x7FFFFF;
    private const ulong SystemFlag = 1UL << 31;

    private const ulong Unsupported = 0x8010C;

    /// <summary>Drops the errors of earlier calls. It is fast if there are none.</summary>
    public static void Clear()
    {
        if (Crypto.ERR_peek_error().Value != 0)
            Crypto.ERR_clear_error();
    }

    /// <summary>Removes all errors and returns the reasons in the library's words, oldest first, and their numbers.</summary>
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
            if (text == "excessive message size")
                text += ": the peer has sent more than is accepted, such as hundreds of certificates";
            if (!string.IsNullOrEmpty(text) && !texts.Contains(text))
                texts.Add(text);
        }
        return (string.Join("; ", texts), reasons);
    }

    /// <summary>Removes all errors and returns the library's numbers, oldest first.</summary>
    public static IReadOnlyList<ulong> DrainCodes()
    {
        List<ulong> codes = [];
        while (Crypto.ERR_get_error() is { Value: not 0 } code)
            codes.Add(code.Value);
        return codes;
    }

    /// <summary>Returns the library's reasons for error numbers, each once, except the reason "unsupported".</summary>
    public static string Describe(IEnumerable<ulong> codes) => string.Join("; ", codes
        .Select(code => Marshal.PtrToStringUTF8(Crypto.ERR_reason_error_string(new CULong((nuint)code))))
        .Where(text => !string.IsNullOrEmpty(text) && text != "unsupported").Distinct());

    /// <summary>Whether the library does not support an algorithm or a curve, or a policy forbids it. Its decoders report
    /// "unsupported" for everything that they cannot parse.</summary>
    public static bool IsLacking(ulong code) => ((code >> 23) & 0xFF, code & ReasonMask) is (6, Unsupported or 118 or 156)
        or (16, 129 or 131 or 141);

    public static bool IsUnsupported(ulong code) => (code & ReasonMask) == Unsupported;

    /// <summary>Checks calls that fail only if memory is short or the library is broken.</summary>
    /// <exception cref="TlsSetupException">The call failed.</exception>
    public static void Check(bool succeeded)
    {
        if (!succeeded)
            throw new TlsSetupException($"OpenSSL failed: {Drain().Text}");
    }
}
