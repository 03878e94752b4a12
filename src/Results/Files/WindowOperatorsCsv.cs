using DeepStack.Sim.Results.Recording;

namespace DeepStack.Sim.Results.Files;

/// <summary>Writes a row per operator of the steps inside a window; amounts and times are those of one repetition on one device.</summary>
public sealed class WindowOperatorsCsv : RunProjection, IDisposable
{
    private readonly CsvStream _csv;
    private readonly TimeWindow _window;
    private readonly List<string> _names = [];
    private readonly List<string> _tracks = [];
    private StepRecord _step;

    /// <param name="stream">Where to write; it stays open.</param>
    /// <param name="window">Which steps: those that hold an instant of it.</param>
    public WindowOperatorsCsv(Stream stream, TimeWindow window)
    {
        _window = window;
        _csv = new CsvStream(stream, """
            replica,step,track,operator,kind,bound_by,shape,mapping,start_s,elapsed_us,repeat,period_us,devices,arithmetic_flop,banks_bytes,banks_busy_us,vertical_bytes,vertical_busy_us,buffers_bytes,buffers_busy_us,noc_bytes,noc_busy_us,package_bytes,package_busy_us,network_bytes,network_busy_us,matrix_busy_us,vector_busy_us,row_activations,exposed_communication_us,hidden_communication_us,energy_j
            """u8);
    }

    /// <inheritdoc/>
    public override void Name(int id, string text) => _names.Add(text);

    /// <inheritdoc/>
    public override void Track(TrackRecord track) => _tracks.Add(track.Name);

    /// <inheritdoc/>
    public override void Step(in StepRecord step) => _step = step;

    /// <inheritdoc/>
    public override void Operator(in OperatorRecord op)
    {
        if (!_window.Meets(_step.Start, _step.End)) return;
        _csv.Integer(_step.Replica).Integer(_step.Ordinal).Text(_tracks[op.Track]).Text(_names[op.Name]).Text(Words.Of(op.Kind)).Text(Words.Of(op.BoundBy))
            .Text(op.Shape < 0 ? "" : _names[op.Shape]).Text(op.Mapping < 0 ? "" : _names[op.Mapping])
            .Seconds(_step.Start + op.Offset).Microseconds(op.Elapsed).Integer(op.Repeat).Microseconds(op.Period).Integer(op.Devices).Real(op.Arithmetic.Count);
        Write(op.Banks);
        Write(op.VerticalLinks);
        Write(op.Buffers);
        Write(op.Noc);
        Write(op.Package);
        Write(op.Network);
        _csv.Microseconds(op.MatrixBusy).Microseconds(op.VectorBusy).Integer(op.RowActivations)
            .Microseconds(op.ExposedCommunication).Microseconds(op.HiddenCommunication).Real(op.Energy.Joules);
        _csv.EndRow();
    }

    /// <summary>Writes what is still buffered.</summary>
    public void Dispose() => _csv.Dispose();

    private void Write(LevelUse use) => _csv.Integer(use.Amount.Count).Microseconds(use.Busy);
}
