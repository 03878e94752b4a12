using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Tests.Recording;

/// <summary>The operators of a made-up decoder: per layer a projection, attention, an all-reduce, an MLP and a norm; then the LM head.</summary>
internal sealed class SyntheticOperators(IRunRecorder recorder, NameTable names, int layers)
{
    private static readonly Duration Host = Duration.FromNanoseconds(150_000), Head = Duration.FromNanoseconds(95_000), Norm = Duration.FromNanoseconds(4_000), Reduce = Duration.FromNanoseconds(11_003);

    public Duration Elapsed(int prefillTokens, int decodes, long context) => Host + (Layer(prefillTokens, decodes, context) * layers) + Head;

    public void Record(int track, int prefillTokens, int decodes, long context)
    {
        int tokens = prefillTokens + decodes;
        Duration at = Host, period = Layer(prefillTokens, decodes, context);
        OperatorRecord Next(string name, OperatorKind kind, Duration elapsed, Bound bound, string? shape = null)
        {
            var op = new OperatorRecord
            {
                Name = names.IdOf(name),
                Kind = kind,
                Track = track,
                Offset = at,
                Elapsed = elapsed,
                Repeat = layers,
                Period = period,
                Devices = 4,
                BoundBy = bound,
                Shape = shape is null ? -1 : names.IdOf(shape),
            };
            at += elapsed;
            return op;
        }
        Bound bound = tokens > 256 ? Bound.Matrix : Bound.DramBandwidth;
        recorder.Operator(Matrix(Next("qkv_proj", OperatorKind.MatrixProduct, Product(tokens, 1), bound, $"m={tokens} n=2560 k=4096"), tokens, 21_000_000));
        recorder.Operator(Matrix(Next("attention", OperatorKind.Attention, Attention(context, prefillTokens), Bound.DramBandwidth), (int)context / 4, context * 1024));
        recorder.Operator(Next("all_reduce", OperatorKind.Communication, Reduce, Bound.Network) with { Network = new LevelUse(Bytes.FromCount(tokens * 8192L), Reduce), ExposedCommunication = Reduce / 3 * 2, HiddenCommunication = Reduce - (Reduce / 3 * 2) });
        recorder.Operator(Matrix(Next("mlp", OperatorKind.MatrixProduct, Product(tokens, 3), bound, $"m={tokens} n=14336 k=4096"), 3 * tokens, 88_000_000));
        recorder.Operator(Next("norm", OperatorKind.Elementwise, Norm, Bound.Vector) with { VectorBusy = Norm / 2, Energy = Energy.FromJoules(1e-5) });
        at = Host + (period * layers);
        recorder.Operator(Next("lm_head", OperatorKind.MatrixProduct, Head, Bound.DramBandwidth) with { Repeat = 1, Period = default, Banks = new LevelUse(Bytes.FromCount(262_000_000), Head / 10 * 9) });
    }

    private static OperatorRecord Matrix(OperatorRecord op, int tokens, long bytes) => op with
    {
        Arithmetic = Flops.FromCount(2.0 * tokens * 10_485_760),
        Banks = new LevelUse(Bytes.FromCount(bytes), op.Elapsed / 10 * 9),
        VerticalLinks = new LevelUse(Bytes.FromCount(bytes), op.Elapsed / 2),
        Buffers = new LevelUse(Bytes.FromCount(bytes * 3), op.Elapsed / 3),
        MatrixBusy = op.Elapsed / 4,
        RowActivations = bytes / 2048,
        Energy = Energy.FromJoules(bytes * 4e-12 * 8),
    };

    private static Duration Layer(int prefillTokens, int decodes, long context) =>
        Product(prefillTokens + decodes, 4) + Attention(context, prefillTokens) + Reduce + Norm;

    private static Duration Product(int tokens, int parts) => Duration.FromPicoseconds(parts * Math.Max(14_000_000L, 60_123L * tokens));

    private static Duration Attention(long context, int prefillTokens) => Duration.FromPicoseconds(2_000_000 + (context * 1_337) + (prefillTokens * 9_001L));
}
