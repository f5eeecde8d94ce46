using System.Globalization;
using System.Management.Automation;
using System.Net;
using QSslCore;

namespace QSslModule;

/// <summary>Converts the input of users to targets: text, URIs, end points, and objects that name a host.</summary>
internal static class TargetParser
{
    /// <summary>Returns one target for each element of the input.</summary>
    /// <param name="input">The input of the user.</param>
    /// <param name="isList">Whether text contains the lines of a list of hosts, with comments and empty lines.</param>
    public static SslTarget[] ParseAll(object? input, bool isList = false) => Unwrap(input) switch
    {
        null => [],
        SslTarget[] targets => targets,
        string text when IsPem(text) => [NoHosts()],
        string text => isList ? [.. text.TrimEnd().Split('\n').Select(ParseLine)] : [ParseText(text, text)],
        object?[] items when items.Any(item => Unwrap(item) is string text && IsPem(text)) => [NoHosts()],
        System.Collections.IEnumerable items and not System.Collections.IDictionary =>
            [.. items.Cast<object?>().SelectMany(item => item switch
            {
                null => [SslTarget.Unusable(null, "An element of the list of hosts is $null.")],
                _ when isList && Unwrap(item) is string or object[] => ParseAll(item, isList),
                _ => [Parse(item)],
            })],
        _ => [Parse(input!)],
    };

    /// <summary>Detects PEM text. The last line of a key can look like the name of a host, and would be looked up and reported.</summary>
    private static bool IsPem(string text) => text.Contains("-----BEGIN ", StringComparison.Ordinal);

    private static SslTarget NoHosts() => SslTarget.Unusable(null, "PEM text was given, and not the names of hosts.");

    /// <summary>
    /// Parses a line of a list. A # starts a comment only at the beginning or after a blank: in a URI it starts a fragment.
    /// </summary>
    private static SslTarget ParseLine(string line)
    {
        string text = line.Trim();
        for (int i = text.IndexOf('#', StringComparison.Ordinal); i >= 0; i = text.IndexOf('#', i + 1))
        {
            if (i == 0 || char.IsWhiteSpace(text[i - 1]))
            {
                text = text[..i].TrimEnd();
                break;
            }
        }
        return text.Length == 0 ? SslTarget.Note(line) : ParseText(text, text);
    }

    /// <summary>Parses text: host, host:port, [address]:port or a URI.</summary>
    public static SslTarget ParseText(object input, string text)
    {
        text = text.Trim();
        if (text.Length == 0)
            return SslTarget.Unusable(input, "An empty text names no host.");
        if (text.Contains("://", StringComparison.Ordinal))
            return ParseUri(input, text);
        if (text.IndexOfAny(['/', '\\', '@', '?', '#']) >= 0)
            return SslTarget.Unusable(input, $"'{InputEcho.Of(text)}' is neither a host, nor host:port, nor a URI with a scheme such as "
                + "https://.");
        if (text[0] == '[')
            return ParseBracketed(input, text);

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return WithHost(input, text, SslTarget.NoPort);
        // More than one colon outside of brackets is an IPv6 address. It has no port.
        if (text.IndexOf(':', colon + 1) >= 0)
            return WithAddress(input, text, SslTarget.NoPort);
        return ParsePort(text[(colon + 1)..]) is int port
            ? WithHost(input, text[..colon], port)
            : SslTarget.Unusable(input, BadPort(text[(colon + 1)..], text));
    }

    /// <summary>Returns another property of an object that names a host, as text; null if it is missing or not text.</summary>
    public static string? TextOf(object? input, string property) => input is not null
        && ValueOf(PSObject.AsPSObject(input), property) is { Length: > 0 } text ? text : null;

    /// <summary>Determines whether a property of an object that names a host has a value that is not text. To ignore it would mean to test
    /// something else.</summary>
    public static bool IsNoText(object? input, string property) =>
        input is not null && Has(PSObject.AsPSObject(input), property) && TextOf(input, property) is null;

    /// <summary>Determines whether a property of an object that names a host is true, or the text "true".</summary>
    public static bool IsSet(object? input, string property) =>
        input is not null && PSObject.AsPSObject(input).Properties[property]?.Value is { } value
        && bool.TryParse($"{value}", out bool isSet) && isSet;

    /// <summary>Returns the text that names an object, even if it is not a host; null for none.</summary>
    public static string? NameOf(object? input) => TextOf(input, "Target")
        ?? TargetColumns.HostsOf(PSObject.AsPSObject(input ?? "")).Select(name => TextOf(input, name))
            .FirstOrDefault(text => text is not null);

    private static SslTarget Parse(object input) => Unwrap(input) switch
    {
        SslTarget target => target,
        string text => ParseText(input, text),
        Uri uri => uri.IsAbsoluteUri ? ParseUri(input, uri.OriginalString) : ParseText(input, uri.OriginalString),
        IPAddress address => SslTarget.Of(input, address.ToString(), SslTarget.NoPort),
        IPEndPoint { Port: 0 } or DnsEndPoint { Port: 0 } => SslTarget.Unusable(input, BadPort("0", $"{Unwrap(input)}")),
        IPEndPoint endPoint => SslTarget.Of(input, endPoint.Address.ToString(), endPoint.Port),
        FileSystemInfo => SslTarget.Unusable(input, "A file names no host by its own name. Give a list of hosts with -Path."),
        DnsEndPoint endPoint => WithHost(input, endPoint.Host, endPoint.Port),
        _ => ParseProperties(input),
    };

    private static SslTarget ParseProperties(object input)
    {
        PSObject item = PSObject.AsPSObject(input);
        foreach (string name in TargetColumns.HostsOf(item))
        {
            if (ValueOf(item, name) is not string { Length: > 0 } host)
                continue;
            SslTarget target = ParseText(input, host);
            if (target.Failure.Length > 0 || !Has(item, "Port"))
                return target;
            if (ParsePort(ValueOf(item, "Port") ?? "") is not int number)
                return SslTarget.Unusable(input, BadPort(ValueOf(item, "Port") ?? $"{Unwrap(item.Properties["Port"].Value)}", host));
            return target.Port != SslTarget.NoPort ? target : SslTarget.Of(input, target.HostName, number, target.Scheme);
        }
        return SslTarget.Unusable(input,
            $"An object of the type {item.BaseObject.GetType().Name} names no host: it has none of the "
                + $"properties {TargetColumns.Words} (with Port beside it), or nothing in them.");
    }

    private static bool Has(PSObject item, string name)
    {
        try
        {
            return Unwrap(item.Properties[name]?.Value) is not (null or "" or DBNull);
        }
        catch (GetValueException)
        {
            return true;
        }
    }

    /// <summary>
    /// Returns a property as text. Only values whose text is a name count, such as the number of a port, and not whole objects.
    /// </summary>
    private static string? ValueOf(PSObject item, string name)
    {
        try
        {
            return Unwrap(item.Properties[name]?.Value) switch
            {
                string text => text,
                IPAddress address => address.ToString(),
                Uri uri => uri.OriginalString,
                IFormattable number when number.GetType().IsPrimitive => number.ToString(null, CultureInfo.InvariantCulture),
                _ => null,
            };
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static SslTarget ParseUri(object input, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
            return SslTarget.Unusable(input, $"'{InputEcho.Of(text)}' is not a URI that names a host.");
        if (HostName.IsShorthand(HostIn(text)))
            return SslTarget.Unusable(input, HostName.DescribeShorthand(HostIn(text)));
        if (SslScheme.Find(uri.Scheme) is not { } scheme)
        {
            return uri.Port > 0
                ? SslTarget.Of(input, uri.DnsSafeHost, uri.Port, uri.Scheme)
                : SslTarget.Unusable(input, $"No port is known for the scheme '{InputEcho.Of(uri.Scheme)}': name it, as "
                    + $"in {InputEcho.Of($"{uri.Scheme}://{uri.Host}")}:<port>.");
        }
        if (uri.Port == 0 || (uri.Port < 0 && scheme.Port == 0))
            return SslTarget.Unusable(input, BadPort("0", text));
        // The default port of the scheme is not a port that the text names: -Port takes precedence over it.
        int port = NamesPort(text) ? uri.Port : SslTarget.NoPort;
        return SslTarget.Of(input, uri.DnsSafeHost, port, uri.Scheme);
    }

    /// <summary>Returns the host exactly as a URI contains it. The Uri class expands a shorthand, and the result looks like a complete
    /// address.</summary>
    public static string HostIn(string uri)
    {
        string authority = AuthorityIn(uri);
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        return NamesPort(uri) ? host[..host.LastIndexOf(':')] : host.TrimEnd(':');
    }

    private static bool NamesPort(string uri)
    {
        string authority = AuthorityIn(uri);
        int colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOfAny([']', '@']) && colon < authority.Length - 1;
    }

    private static string AuthorityIn(string uri)
    {
        string authority = uri[(uri.IndexOf("://", StringComparison.Ordinal) + 3)..];
        int end = authority.IndexOfAny(['/', '?', '#']);
        return end < 0 ? authority : authority[..end];
    }

    private static SslTarget ParseBracketed(object input, string text)
    {
        int end = text.IndexOf(']', StringComparison.Ordinal);
        string rest = end < 0 ? "" : text[(end + 1)..];
        if (end < 0 || (rest.Length > 0 && rest[0] != ':'))
            return SslTarget.Unusable(input, $"'{InputEcho.Of(text)}' is not an address in brackets, such as [::1]:443.");
        if (rest.Length == 0)
            return WithAddress(input, text[1..end], SslTarget.NoPort);
        return ParsePort(rest[1..]) is int port
            ? WithAddress(input, text[1..end], port)
            : SslTarget.Unusable(input, BadPort(rest[1..], text));
    }

    private static SslTarget WithAddress(object input, string address, int port) => HostName.TryParseLiteral(address, out _)
        ? SslTarget.Of(input, address, port)
        : SslTarget.Unusable(input, $"'{InputEcho.Of(address)}' is not an IPv6 address.");

    private static SslTarget WithHost(object input, string host, int port)
    {
        string? name = HostName.ToAce(host);
        if (HostName.IsShorthand(name ?? host))
            return SslTarget.Unusable(input, HostName.DescribeShorthand(host));
        // A line of a key may look like the name of a host, and would appear in every report.
        bool isKeyLike = !host.Contains('.', StringComparison.Ordinal) && InputEcho.Of(host) != host;
        if ((name is not null && !isKeyLike) || HostName.TryParseLiteral(host, out _))
            return SslTarget.Of(input, host, port);
        return SslTarget.Unusable(input, $"'{InputEcho.Of(host)}' cannot be the name of a host.");
    }

    private static int? ParsePort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue
            ? port
            : null;

    private static string BadPort(string port, string text) =>
        $"'{InputEcho.Of(port)}' in '{InputEcho.Of(text)}' is not a port: it must be a number from 1 to 65535.";

    private static object? Unwrap(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped
        ? wrapped.BaseObject
        : value;
}
