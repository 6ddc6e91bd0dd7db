/* The model of two_phase.ts for Spin, action by action: one atomic statement each. N managers, -DN=7 by default, 9 at most. */
#ifndef N
#define N 7
#endif

#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3
#define COMMIT 1
#define ABORT 2

byte manager[N];
bit sent[N];
/* One bit for each manager. */
short received;
byte decision;

#define ALL_RECEIVED (received == (1 << N) - 1)

inline receive(i) {
  sent[i] && (received & (1 << i)) == 0 -> received = received | (1 << i)
}

proctype rm(byte self) {
  if
  :: atomic { manager[self] = PREPARED; sent[self] = 1 }
  :: atomic { manager[self] = ABORTED; goto over }
  :: atomic { decision == ABORT -> manager[self] = ABORTED; goto over }
  fi;
  if
  :: atomic { decision == COMMIT -> manager[self] = COMMITTED }
  :: atomic { decision == ABORT -> manager[self] = ABORTED }
  fi;
over: false
}

proctype tm() {
  do
  :: atomic { ALL_RECEIVED -> decision = COMMIT; goto over }
  :: atomic { decision = ABORT; goto over }
  :: atomic { receive(0) }
#if N > 1
  :: atomic { receive(1) }
#endif
#if N > 2
  :: atomic { receive(2) }
#endif
#if N > 3
  :: atomic { receive(3) }
#endif
#if N > 4
  :: atomic { receive(4) }
#endif
#if N > 5
  :: atomic { receive(5) }
#endif
#if N > 6
  :: atomic { receive(6) }
#endif
#if N > 7
  :: atomic { receive(7) }
#endif
#if N > 8
  :: atomic { receive(8) }
#endif
  od;
over: false
}

init {
  byte i;
  atomic { run tm(); i = 0; do :: i < N -> run rm(i); i++ :: else -> break od }
}
