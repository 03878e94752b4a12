using System.Buffers.Text;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes whole picoseconds as decimals of larger units, without a rounding anywhere.</summary>
internal static class ExactDecimal
{
    /// <summary>Digits after the point that a second needs.</summary>
    public const int Seconds = 12;

    /// <summary>Digits after the point that a millisecond needs.</summary>
    public const int Milliseconds = 9;

    /// <summary>Digits after the point that a microsecond needs.</summary>
    public const int Microseconds = 6;

    /// <summary>Digits after the point that a nanosecond needs.</summary>
    public const int Nanoseconds = 3;

    private static readonly long[] Scales = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000, 100_000_000_000, 1_000_000_000_000];

    /// <summary>Writes a value with its last zeros cut off; gives the number of bytes.</summary>
    /// <param name="value">In units of the last digit.</param>
    /// <param name="digits">Digits after the point.</param>
    /// <param name="target">Room for 21 bytes at least.</param>
    public static int Write(long value, int digits, Span<byte> target)
    {
        int length = 0;
        ulong magnitude = (ulong)value;
        if (value < 0)
        {
            target[length++] = (byte)'-';
            magnitude = 0 - magnitude;
        }
        (ulong whole, ulong rest) = Math.DivRem(magnitude, (ulong)Scales[digits]);
        Utf8Formatter.TryFormat(whole, target[length..], out int written);
        length += written;
        if (rest == 0) return length;
        target[length] = (byte)'.';
        for (int i = digits; i > 0; i--)
        {
            (rest, ulong digit) = Math.DivRem(rest, 10);
            target[length + i] = (byte)('0' + digit);
        }
        length += digits + 1;
        while (target[length - 1] == '0') length--;
        return length;
    }
}
