using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Autonomys.Farming.Farms;

/// <summary>Identifier of a farm or a cache: a ULID, 48 bits of Unix milliseconds before 80 random bits.</summary>
/// <remarks>Text is 26 digits of Crockford's base 32, as https://github.com/ulid/spec has it; reading ignores case.</remarks>
public readonly record struct FarmId(UInt128 Value) : IComparable<FarmId>
{
    /// <summary>Characters of the text form.</summary>
    public const int TextLength = 26;

    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>When the identifier was made, to the millisecond.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks((long)(ulong)(Value >> 80) * TimeSpan.TicksPerMillisecond);

    /// <summary>A fresh identifier.</summary>
    public static FarmId New(TimeProvider? time = null)
    {
        ulong milliseconds = (ulong)(time ?? TimeProvider.System).GetUtcNow().ToUnixTimeMilliseconds();
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        UInt128 value = milliseconds & 0xffff_ffff_ffff;
        foreach (byte part in random)
        {
            value = (value << 8) | part;
        }

        return new FarmId(value);
    }

    /// <exception cref="FormatException">Not a ULID.</exception>
    public static FarmId Parse(string text) =>
        TryParse(text, out FarmId id) ? id : throw new FormatException($"\"{text}\" is not a ULID of 26 characters.");

    public static bool TryParse([NotNullWhen(true)] string? text, out FarmId id)
    {
        id = default;

        // 26 digits of 5 bits are 130: the first digit may only use three of its bits.
        if (text is not { Length: TextLength } || text[0] > '7')
        {
            return false;
        }

        UInt128 value = 0;
        foreach (char character in text)
        {
            int digit = Digits.IndexOf(char.ToUpperInvariant(character), StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        id = new FarmId(value);
        return true;
    }

    public int CompareTo(FarmId other) => Value.CompareTo(other.Value);

    public override string ToString() => string.Create(TextLength, Value, static (text, value) =>
    {
        for (int i = TextLength - 1; i >= 0; i--)
        {
            text[i] = Digits[(int)(uint)(value & 31)];
            value >>= 5;
        }
    });

    public static bool operator <(FarmId left, FarmId right) => left.CompareTo(right) < 0;

    public static bool operator >(FarmId left, FarmId right) => left.CompareTo(right) > 0;

    public static bool operator <=(FarmId left, FarmId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(FarmId left, FarmId right) => left.CompareTo(right) >= 0;
}
