using System.Buffers;
using System.IO.Compression;
using Google.Protobuf;

namespace DeepStack.Sim.Results.TimingTraces;

/// <summary>Takes the records out of a block.</summary>
internal static class TraceBlockReader
{
    private const int LargestBlock = 1 << 30;

    /// <summary>Hands on every record of a whole block; says what is wrong with it, in words that follow "the block", or null.</summary>
    public static string? Read(Wire.TraceBlock block, Action<Wire.TraceRecord> hand)
    {
        if (block.RawSizeBytes > LargestBlock) return "claims an impossible size";
        byte[] raw = ArrayPool<byte>.Shared.Rent((int)block.RawSizeBytes + 1);
        try
        {
            int size = Expand(block.Codec, block.Payload.Span, raw.AsSpan(0, (int)block.RawSizeBytes));
            if (size != block.RawSizeBytes || TraceBlockBuilder.Checksum(raw.AsSpan(0, size)) != block.RawCrc32C) return "is damaged";
            return HandOn(raw, size, hand) == block.RecordCount ? null : "does not hold the records that it claims";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(raw);
        }
    }

    /// <summary>Hands on the records that are still whole in what is left of a frame.</summary>
    public static void Salvage(ReadOnlyMemory<byte> frame, Action<Wire.TraceRecord> hand)
    {
        (Wire.TraceBlock.Types.Codec codec, int rawSize, ReadOnlyMemory<byte> payload) = ParseCutFrame(frame);
        if (payload.IsEmpty || rawSize is < 0 or > LargestBlock) return;
        var raw = new byte[rawSize];
        HandOn(raw, Expand(codec, payload.Span, raw), hand);
    }

    /// <summary>Expands as much as there is; gives the number of bytes written.</summary>
    private static int Expand(Wire.TraceBlock.Types.Codec codec, ReadOnlySpan<byte> payload, Span<byte> raw)
    {
        if (codec == Wire.TraceBlock.Types.Codec.None)
        {
            int size = Math.Min(payload.Length, raw.Length);
            payload[..size].CopyTo(raw);
            return size;
        }
        if (codec != Wire.TraceBlock.Types.Codec.Brotli) return 0;
        using var decoder = new BrotliDecoder();
        int total = 0;
        while (true)
        {
            OperationStatus status = decoder.Decompress(payload, raw[total..], out int consumed, out int written);
            payload = payload[consumed..];
            total += written;
            if (status != OperationStatus.DestinationTooSmall || total == raw.Length) return total;
        }
    }

    /// <summary>Hands on the records in the bytes, up to the first that is not whole; gives their number.</summary>
    private static uint HandOn(byte[] raw, int size, Action<Wire.TraceRecord> hand)
    {
        var input = new CodedInputStream(raw, 0, size);
        uint records = 0;
        while (!input.IsAtEnd)
        {
            var record = new Wire.TraceRecord();
            try
            {
                input.ReadMessage(record);
            }
            catch (InvalidProtocolBufferException)
            {
                return records;
            }
            hand(record);
            records++;
        }
        return records;
    }

    private static (Wire.TraceBlock.Types.Codec Codec, int RawSize, ReadOnlyMemory<byte> Payload) ParseCutFrame(ReadOnlyMemory<byte> frame)
    {
        var codec = Wire.TraceBlock.Types.Codec.Unspecified;
        int rawSize = 0;
        try
        {
            var input = new CodedInputStream(frame.ToArray());
            if (WireFormat.GetTagFieldNumber(input.ReadTag()) != Wire.TraceFrame.BlockFieldNumber) return default;
            input.ReadLength();
            while (true)
            {
                uint tag = input.ReadTag();
                switch (WireFormat.GetTagFieldNumber(tag))
                {
                    case Wire.TraceBlock.CodecFieldNumber: codec = (Wire.TraceBlock.Types.Codec)input.ReadEnum(); break;
                    case Wire.TraceBlock.RawSizeBytesFieldNumber: rawSize = (int)input.ReadUInt32(); break;
                    case Wire.TraceBlock.PayloadFieldNumber:
                        input.ReadLength();
                        return (codec, rawSize, frame[(int)input.Position..]);
                    default: input.SkipLastField(); break;
                }
            }
        }
        catch (InvalidProtocolBufferException)
        {
            return default;
        }
    }
}
