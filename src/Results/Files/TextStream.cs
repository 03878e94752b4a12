using System.Buffers.Text;
using System.Text;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes text as UTF-8 through one buffer, allocating nothing per value; the base of every streamed result file.</summary>
internal class TextStream : IDisposable
{
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _length;

    /// <param name="stream">Where to write; it stays open.</param>
    public TextStream(Stream stream) => _stream = stream;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    public void Raw(ReadOnlySpan<byte> text)
    {
        if (text.Length > _buffer.Length - _length) Flush();
        if (text.Length > _buffer.Length)
        {
            _stream.Write(text);
            Length += text.Length;
            return;
        }
        text.CopyTo(_buffer.AsSpan(_length));
        Advance(text.Length);
    }

    public void Raw(ReadOnlySpan<char> text)
    {
        Span<byte> small = stackalloc byte[256];
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        Span<byte> bytes = most <= small.Length ? small : new byte[most];
        Raw(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(), out int written);
        Advance(written);
    }

    /// <summary>Writes the shortest text that gives the same number back.</summary>
    public void Number(double value)
    {
        value.TryFormat(Room(), out int written, "R", System.Globalization.CultureInfo.InvariantCulture);
        Advance(written);
    }

    /// <summary>Writes whole picoseconds as an exact decimal with so many digits after the point.</summary>
    public void Time(long picoseconds, int digits) => Advance(ExactDecimal.Write(picoseconds, digits, Room()));

    public void Time(Duration value, int digits) => Time(value.Picoseconds, digits);

    public void Flush()
    {
        _stream.Write(_buffer, 0, _length);
        _length = 0;
    }

    public void Dispose()
    {
        Flush();
        GC.SuppressFinalize(this);
    }

    private Span<byte> Room()
    {
        if (_buffer.Length - _length < 64) Flush();
        return _buffer.AsSpan(_length);
    }

    private void Advance(int bytes)
    {
        _length += bytes;
        Length += bytes;
    }
}
