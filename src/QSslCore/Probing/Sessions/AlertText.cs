namespace QSslCore.Probing.Sessions;

/// <summary>The names of alerts (RFC 8446, 6, and the registry of IANA).</summary>
internal static class AlertText
{
    /// <summary>The name with the number, such as <c>bad_record_mac (20)</c>; the number alone where there is no name.</summary>
    public static string Of(int number) => number switch
    {
        0 => "close_notify (0)",
        10 => "unexpected_message (10)",
        20 => "bad_record_mac (20)",
        21 => "decryption_failed (21)",
        22 => "record_overflow (22)",
        30 => "decompression_failure (30)",
        40 => "handshake_failure (40)",
        42 => "bad_certificate (42)",
        47 => "illegal_parameter (47)",
        49 => "access_denied (49)",
        50 => "decode_error (50)",
        51 => "decrypt_error (51)",
        60 => "export_restriction (60)",
        70 => "protocol_version (70)",
        71 => "insufficient_security (71)",
        80 => "internal_error (80)",
        86 => "inappropriate_fallback (86)",
        90 => "user_canceled (90)",
        100 => "no_renegotiation (100)",
        109 => "missing_extension (109)",
        110 => "unsupported_extension (110)",
        112 => "unrecognized_name (112)",
        116 => "certificate_required (116)",
        120 => "no_application_protocol (120)",
        _ => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
