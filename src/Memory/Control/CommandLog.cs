using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Every command that a controller issued, in order: kept, or handed on at once.</summary>
public sealed class CommandLog
{
    private readonly List<IssuedCommand> _commands = [];
    private readonly Action<IssuedCommand>? _receiver;

    /// <param name="receiver">Takes each command instead of its being kept; null to keep all.</param>
    public CommandLog(Action<IssuedCommand>? receiver = null) => _receiver = receiver;

    /// <summary>The commands kept so far.</summary>
    public IReadOnlyList<IssuedCommand> Commands => _commands;

    internal void Add(long tick, DramCommand command, int rank, int bank, int row, int column)
    {
        var issued = new IssuedCommand(tick, command, rank, bank, row, column);
        if (_receiver is null) _commands.Add(issued);
        else _receiver(issued);
    }
}
