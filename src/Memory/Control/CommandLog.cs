using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Control;

/// <summary>Every command that a controller issued, in order.</summary>
public sealed class CommandLog
{
    private readonly List<IssuedCommand> _commands = [];

    /// <summary>The commands so far.</summary>
    public IReadOnlyList<IssuedCommand> Commands => _commands;

    internal void Add(long tick, DramCommand command, int rank, int bank, int row, int column) =>
        _commands.Add(new IssuedCommand(tick, command, rank, bank, row, column));
}
