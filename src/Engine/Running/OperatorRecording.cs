using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Engine.Accounting;
using DeepStack.Sim.Engine.Steps;
using DeepStack.Sim.Mapping.Programs;
using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Engine.Running;

/// <summary>Turns timed operators into records, with what they waited for and the energy they spent.</summary>
/// <param name="recorder">Who receives the records; has begun.</param>
/// <param name="names">Numbers of names.</param>
/// <param name="bounds">Says what operators wait for.</param>
/// <param name="energy">Accounts energy; null where the machine does not say what it costs.</param>
/// <param name="devices">Devices that do the same.</param>
internal sealed class OperatorRecording(IRunRecorder recorder, NameTable names, BoundFinder bounds, EnergyMeter? energy, int devices)
{
    /// <summary>Records an operator of the step recorded last.</summary>
    /// <param name="op">The operator.</param>
    /// <param name="track">The device track it ran on.</param>
    /// <param name="hostTime">From the start of the step to the moment the devices begin.</param>
    public void Record(in OperatorTiming op, int track, Duration hostTime)
    {
        bool communicates = op.Kind is WorkKind.Communication or WorkKind.MemoryWrite;
        int name = names.IdOf(op.Name);
        recorder.Operator(new OperatorRecord
        {
            Name = name,
            Kind = KindOf(op.Kind),
            Track = track,
            Offset = hostTime + op.Offset,
            Elapsed = op.Elapsed,
            Repeat = op.Repeat,
            Period = op.Period,
            Devices = devices,
            BoundBy = bounds.BoundOf(op),
            Mapping = op.Tiling.Length == 0 ? -1 : names.IdOf(op.Tiling),
            Arithmetic = op.Work,
            Banks = bounds.Banks(op),
            VerticalLinks = bounds.VerticalLinks(op),
            Noc = bounds.Mesh(op),
            Buffers = new LevelUse(op.SharedBytes, bounds.SharedTime(op)),
            Package = bounds.Package(op),
            Network = bounds.Network(op),
            MatrixBusy = op.Kind is WorkKind.MatrixProduct or WorkKind.Attention or WorkKind.Experts ? op.ComputeBusy : Duration.Zero,
            VectorBusy = op.Kind is WorkKind.Elementwise or WorkKind.Sampling ? op.ComputeBusy : Duration.Zero,
            RowActivations = (long)Math.Round(op.Events.Activations),
            ExposedCommunication = communicates ? op.Critical : Duration.Zero,
            HiddenCommunication = op.Hidden,
            Energy = energy?.Spend(op, name) ?? Energy.Zero,
        });
    }

    private static OperatorKind KindOf(WorkKind kind) => kind switch
    {
        WorkKind.MatrixProduct => OperatorKind.MatrixProduct,
        WorkKind.Attention => OperatorKind.Attention,
        WorkKind.MemoryAttention => OperatorKind.MemoryAttention,
        WorkKind.Experts => OperatorKind.Experts,
        WorkKind.Elementwise => OperatorKind.Elementwise,
        WorkKind.Embedding => OperatorKind.Embedding,
        WorkKind.Sampling => OperatorKind.Sampling,
        WorkKind.Communication or WorkKind.MemoryWrite => OperatorKind.Communication,
        _ => OperatorKind.Unspecified,
    };
}
