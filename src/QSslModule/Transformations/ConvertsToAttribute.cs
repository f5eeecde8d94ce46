using System.Globalization;
using System.Management.Automation;
using QSslCore;

namespace QSslModule;

/// <summary>
/// Refuses what cannot be converted to a parameter's type without repeating it. The engine's own message shows the value,
/// which may be a key or a pass phrase that was given to the wrong parameter.
/// </summary>
/// <typeparam name="T">The parameter's type.</typeparam>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ConvertsToAttribute<T> : ArgumentTransformationAttribute
{
    /// <summary>
    /// Leaves the refusal to the engine, and gives it something to show: where another parameter takes input from the pipeline too, only
    /// the engine's own refusal makes it look there.
    /// </summary>
    public bool IsOneOfSeveral { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? input = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (input is null or T || LanguagePrimitives.TryConvertTo(inputData, typeof(T), CultureInfo.CurrentCulture, out _))
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

    /// <summary>Stands for what was given, without it.</summary>
    private sealed class Withheld(object input)
    {
        public override string ToString() => input is string text ? InputEcho.Hidden(text.Length) : $"<{input.GetType().Name}, not shown>";
    }
}
