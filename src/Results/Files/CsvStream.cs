using System.Buffers;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes rows of comma-separated values (RFC 4180, with line feeds).</summary>
internal sealed class CsvStream : TextStream
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    private bool _inRow;

    public CsvStream(Stream stream, ReadOnlySpan<byte> header)
        : base(stream)
    {
        Raw(header);
        Raw("\n"u8);
    }

    public CsvStream Text(string value)
    {
        Separate();
        if (value.AsSpan().ContainsAny(NeedQuotes)) Raw($"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        else Raw(value);
        return this;
    }

    public CsvStream Integer(long value)
    {
        Separate();
        Number(value);
        return this;
    }

    public CsvStream Real(double value)
    {
        Separate();
        Number(value);
        return this;
    }

    /// <summary>An instant in seconds; empty where it was never reached.</summary>
    public CsvStream Seconds(SimTime value)
    {
        Separate();
        if (value != SimTime.MaxValue) Time(value.Picoseconds, ExactDecimal.Seconds);
        return this;
    }

    public CsvStream Milliseconds(Duration value)
    {
        Separate();
        Time(value, ExactDecimal.Milliseconds);
        return this;
    }

    public CsvStream Microseconds(Duration value)
    {
        Separate();
        Time(value, ExactDecimal.Microseconds);
        return this;
    }

    public CsvStream Empty(int fields)
    {
        for (int i = 0; i < fields; i++) Separate();
        return this;
    }

    public void EndRow()
    {
        Raw("\n"u8);
        _inRow = false;
    }

    private void Separate()
    {
        if (_inRow) Raw(","u8);
        _inRow = true;
    }
}
