using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Programs;

namespace DeepStack.Sim.Engine.Steps;

/// <summary>The operators of a timed step, one after the other with all repetitions of their layers, and when each began; times in picoseconds.</summary>
internal sealed class OperatorStream
{
    private readonly List<OperatorTiming> _operators = [];
    private readonly List<Track> _tracks = [];
    private int _blockStart;
    private int _blockEnd;
    private int _repetition;

    /// <summary>The present operator.</summary>
    public int Place { get; private set; }

    /// <summary>When the operator before the present one ended.</summary>
    public long ReadyAt { get; private set; }

    /// <summary>Whether all operators have run.</summary>
    public bool HasEnded => Place >= _operators.Count;

    /// <summary>Where the present operator runs.</summary>
    public StepResource Resource => ResourceOf(_operators[Place].Kind);

    /// <summary>How long the present operator takes, beside what its own step hides.</summary>
    public long Length => _operators[Place].Critical.Picoseconds;

    /// <summary>Takes over the operators of a step.</summary>
    public void Begin(StepTiming timing)
    {
        _operators.Clear();
        _tracks.Clear();
        for (int i = 0; i < timing.Operators.Count; i++)
        {
            _operators.Add(timing.Operators[i]);
            _tracks.Add(default);
        }
        ReadyAt = 0;
        EnterBlock(0);
    }

    /// <summary>Runs the present operator from an instant on.</summary>
    public void Advance(long start)
    {
        Track track = _tracks[Place];
        _tracks[Place] = track with { First = _repetition == 0 ? start : track.First, Last = start };
        ReadyAt = start + Length;
        if (++Place < _blockEnd) return;
        if (++_repetition < _operators[_blockStart].Repeat) Place = _blockStart;
        else EnterBlock(_blockEnd);
    }

    /// <summary>Notes that the cores waited for an operator that runs elsewhere.</summary>
    public void Expose(int place, long time) => _tracks[place] = _tracks[place] with { Exposed = _tracks[place].Exposed + time };

    /// <summary>Adds the operators as they went.</summary>
    public void AddTo(StepTiming timing)
    {
        for (int i = 0; i < _operators.Count; i++)
        {
            OperatorTiming op = _operators[i];
            Track track = _tracks[i];
            timing.Add(op with
            {
                Offset = Duration.FromPicoseconds(track.First),
                Period = Duration.FromPicoseconds(op.Repeat > 1 ? (track.Last - track.First) / (op.Repeat - 1) : 0),
                Hidden = ResourceOf(op.Kind) is StepResource.Network or StepResource.Memory ? op.Elapsed - Duration.FromPicoseconds(track.Exposed / op.Repeat) : op.Hidden,
            });
        }
    }

    private static StepResource ResourceOf(WorkKind kind) => kind switch
    {
        WorkKind.Communication => StepResource.Network,
        WorkKind.MemoryAttention => StepResource.Memory,
        WorkKind.MemoryWrite => StepResource.None,
        _ => StepResource.Cores,
    };

    /// <summary>A block of layers reaches as far as operators are repeated as often and begin before its first one comes again.</summary>
    private void EnterBlock(int start)
    {
        _repetition = 0;
        Place = _blockStart = start;
        if (HasEnded) return;
        OperatorTiming first = _operators[start];
        Duration next = first.Offset + first.Period * (first.Repeat - 1);
        _blockEnd = start + 1;
        while (_blockEnd < _operators.Count && _operators[_blockEnd].Repeat == first.Repeat && (first.Repeat == 1 || _operators[_blockEnd].Offset <= next)) _blockEnd++;
    }

    /// <summary>When an operator began first and last, and how long the cores waited for it in all.</summary>
    private readonly record struct Track(long First, long Last, long Exposed);
}
