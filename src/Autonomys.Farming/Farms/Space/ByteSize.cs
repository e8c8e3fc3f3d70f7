using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Autonomys.Farming.Farms.Space;

/// <summary>Amounts of bytes as people write them: <c>100G</c>, <c>1.5 TB</c>, <c>93GiB</c>, <c>1000000</c>.</summary>
/// <remarks>
/// The units and the rounding are those of the network's own farmer: K to E and KB to EB are powers of 1,000, KI to EI and KiB to
/// EiB powers of 1,024, case does not matter, and a number with a unit is multiplied as a double and cut to an integer. The same
/// text therefore makes the same farm.
/// </remarks>
public static class ByteSize
{
    private const string Letters = "KMGTPE";

    /// <summary>Reads an amount; on failure <paramref name="error"/> says what is wrong with the text.</summary>
    public static bool TryParse(string text, out ulong bytes, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        bytes = 0;
        error = null;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bytes))
        {
            return true;
        }

        int numberLength = text.AsSpan().IndexOfAnyExcept("0123456789.");
        ReadOnlySpan<char> number = numberLength < 0 ? text : text.AsSpan(0, numberLength);
        ReadOnlySpan<char> unit = numberLength < 0 ? "" : text.AsSpan(numberLength).TrimStart();
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
        {
            error = $"\"{text}\" is not a size: it must be a number and a unit, such as 100G, 1.5TB or 93GiB";
            return false;
        }

        if (!TryParseUnit(unit, out ulong factor))
        {
            error = unit.IsEmpty
                ? $"\"{text}\" is not a size: a fraction needs a unit, such as {text}G"
                : $"\"{text}\" is not a size: unit \"{unit}\" is not one of B, KB, MB, GB, TB, PB, EB, KiB, MiB, GiB, TiB, PiB, EiB";
            return false;
        }

        double product = value * factor;

        // 2^64; the largest double below it still fits.
        if (product >= 18_446_744_073_709_551_616d)
        {
            error = $"\"{text}\" is not a size: it is above 2^64 bytes";
            return false;
        }

        bytes = (ulong)product;
        return true;
    }

    /// <summary>An amount for people, in binary and decimal units: <c>93.13 GiB (100.00 GB)</c>.</summary>
    public static string Format(ulong bytes) => $"{FormatUnit(bytes, 1024, "iB")} ({FormatUnit(bytes, 1000, "B")})";

    /// <summary>An amount to the byte: <c>1,056,896,064 bytes</c>.</summary>
    public static string FormatExact(ulong bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes:N0} bytes");

    private static bool TryParseUnit(ReadOnlySpan<char> unit, out ulong factor)
    {
        factor = 1;
        if (unit.Equals("B", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        int power = unit.IsEmpty ? -1 : Letters.IndexOf(char.ToUpperInvariant(unit[0]), StringComparison.Ordinal);
        if (power < 0)
        {
            return false;
        }

        ReadOnlySpan<char> rest = unit[1..];
        bool isBinary = rest.Equals("I", StringComparison.OrdinalIgnoreCase) || rest.Equals("IB", StringComparison.OrdinalIgnoreCase);
        if (!isBinary && !rest.IsEmpty && !rest.Equals("B", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        for (int i = 0; i <= power; i++)
        {
            factor *= isBinary ? 1024ul : 1000ul;
        }

        return true;
    }

    private static string FormatUnit(ulong bytes, int step, string suffix)
    {
        double value = bytes;
        int power = -1;
        while (value >= step && power < Letters.Length - 1)
        {
            value /= step;
            power++;
        }

        string prefix = power < 0 ? "" : step == 1000 && power == 0 ? "k" : Letters[power].ToString();
        return power < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes} B")
            : string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {prefix}{suffix}");
    }
}
