using System.Globalization;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Refuses a value that cannot be converted to the type of a parameter, without repeating the value. PowerShell's own message shows the
/// value, which may be a key or a pass phrase that was passed to the wrong parameter.
/// </summary>
/// <typeparam name="T">The type of the parameter.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ConvertsToAttribute<T> : ArgumentTransformationAttribute
{
    /// <summary>
    /// Whether PowerShell refuses the value itself, with a placeholder in the message. If another parameter also accepts input from the
    /// pipeline, PowerShell tries that parameter only after its own refusal.
    /// </summary>
    public bool IsOneOfSeveral { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if (typeof(T).GetElementType() is { } element && EnumText.IsExclusive(element))
            inputData = EnumText.Apart(inputData);
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is null or T)
            return inputData;
        bool isSum = EnumText.IsExclusive(typeof(T)) && EnumText.IsSeveral(input);
        if (!isSum && LanguagePrimitives.TryConvertTo(inputData, typeof(T), CultureInfo.CurrentCulture, out _))
            return inputData;
        if (IsOneOfSeveral)
            return new Withheld(input);
        string wanted = typeof(T).IsEnum
            ? $"one of {string.Join(", ", Enum.GetNames(typeof(T)))}"
            : LanguagePrimitives.ConvertTypeNameToPSTypeName(typeof(T).FullName);
        throw new ArgumentTransformationMetadataException(
            $"{(input is string text ? $"A text of {text.Length} characters" : $"A {input.GetType().Name}")} cannot be converted; what "
                + $"is wanted is {wanted}.");
    }

    /// <summary>A placeholder that does not contain the value.</summary>
    private sealed class Withheld(object input)
    {
        public override string ToString() => input is string text ? InputEcho.Hidden(text.Length) : $"<{input.GetType().Name}, not shown>";
    }
}
