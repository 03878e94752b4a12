using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Every command that a controller issued: kept, or handed on at once. A channel issues in the order of ticks; channels of a stack come one after the other.</summary>
public sealed class CommandLog
{
    private readonly List<IssuedCommand> _commands = [];
    private readonly Action<IssuedCommand>? _receiver;

    /// <param name="receiver">Takes each command instead of its being kept; null to keep all.</param>
    public CommandLog(Action<IssuedCommand>? receiver = null) => _receiver = receiver;

    /// <summary>The commands kept so far.</summary>
    public IReadOnlyList<IssuedCommand> Commands => _commands;

    /// <summary>The commands kept so far in the order of ticks; those of one tick in the order they came.</summary>
    public IEnumerable<IssuedCommand> InOrder() => _commands.OrderBy(c => c.Tick);

    internal void Add(long tick, DramCommand command, int rank, int bank, int row, int column)
    {
        var issued = new IssuedCommand(tick, command, rank, bank, row, column);
        if (_receiver is null) _commands.Add(issued);
        else _receiver(issued);
    }
}
