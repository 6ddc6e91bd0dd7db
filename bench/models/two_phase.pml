/* The model of two_phase.ts for Spin, action by action: one atomic statement each. N managers, -DN=7 by default. */
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
bit received[N];
byte decision;

inline receive(i) {
  sent[i] && received[i] == 0 -> received[i] = 1
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
  :: atomic { received[0] && received[1] && received[2] && received[3] && received[4] && received[5] && received[6] ->
              decision = COMMIT; goto over }
  :: atomic { decision = ABORT; goto over }
  :: atomic { receive(0) }
  :: atomic { receive(1) }
  :: atomic { receive(2) }
  :: atomic { receive(3) }
  :: atomic { receive(4) }
  :: atomic { receive(5) }
  :: atomic { receive(6) }
  od;
over: false
}

init {
  byte i;
  atomic { run tm(); i = 0; do :: i < N -> run rm(i); i++ :: else -> break od }
}
